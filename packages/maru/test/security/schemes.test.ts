import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, type AppPart, type Provider, get, returns } from "../../src/index.ts"
import { apiKey, basic, bearer } from "../../src/security.ts"
import { client } from "../../src/testing.ts"

const Out = z.object({ got: z.string().optional() })
const show = (value: unknown) => ({ got: value === undefined ? undefined : JSON.stringify(value) })

function api(provider: Provider<unknown>) {
  const parts: AppPart[] = [get("/", { provider }, returns(200, Out), ({ provider }) => show(provider))]
  const own = client(new App({ title: "t", version: "1" }, parts))
  const ask = async (headers: Record<string, string>, query = "") => {
    const response = await own.get(`/${query}`, { headers })
    return response.status === 200
      ? JSON.parse((await response.json()).got ?? "null")
      : [response.status, response.headers.get("www-authenticate")]
  }
  return { ask, app: own.app }
}

describe("bearer", () => {
  const { ask, app } = api(bearer())
  it.each([
    ["Bearer abc.def", "abc.def"],
    ["bearer abc", "abc"],
    ["BEARER   abc ", "abc"],
  ])("takes %j", async (authorization, token) => expect(await ask({ authorization })).toBe(token))
  it.each(["", "Bearer", "Bearer ", "Bearer a b", "Basic abc", "Bearerabc"])(
    "refuses %j with a challenge",
    async (authorization) => expect(await ask({ authorization })).toEqual([401, "Bearer"]),
  )
  it("is in the plan with its scheme and error", () => {
    const [plan] = app.plans
    expect(plan!.security).toMatchObject([{ name: "bearer", scheme: { type: "http", scheme: "bearer" } }])
    expect(plan!.errors).toEqual([{ status: 401, code: "not-authenticated" }])
  })
  it("may be optional", async () => {
    const { ask } = api(bearer({ optional: true }))
    expect([await ask({}), await ask({ authorization: "Bearer x" })]).toEqual([null, "x"])
  })
})

describe("basic", () => {
  const { ask } = api(basic({ realm: 'the "board"' }))
  const encoded = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`
  it("decodes UTF-8, and colons in passwords", async () => {
    expect(await ask({ authorization: encoded("미나:a:b") })).toEqual({ user: "미나", password: "a:b" })
    expect(await ask({ authorization: encoded(":") })).toEqual({ user: "", password: "" })
  })
  it.each(["", "Basic ?", encoded("nocolon"), `Basic ${Buffer.from([0xff, 0x3a]).toString("base64")}`])(
    "refuses %j",
    async (authorization) =>
      expect(await ask({ authorization })).toEqual([401, 'Basic realm="the board", charset="UTF-8"']),
  )
})

describe("keys", () => {
  it("are read where they are said to be", async () => {
    expect(await api(apiKey("header", "X-Key")).ask({ "x-key": "h" })).toBe("h")
    expect(await api(apiKey("query", "key")).ask({}, "?key=q")).toBe("q")
    expect(await api(apiKey("cookie", "key")).ask({ cookie: "a=1; key=c" })).toBe("c")
    expect(await api(apiKey("cookie", "key")).ask({ cookie: "key=" })).toEqual([401, null])
  })
})

describe("every scheme", () => {
  it.each([
    ["bearer", () => bearer()],
    ["basic", () => basic()],
    ["apiKey", () => apiKey("header", "X-Key")],
  ])("knows the line where it was declared: %s", (_, declare) => {
    const [plan] = api(declare()).app.plans
    const sources = plan!.steps
      .filter(({ note }) => note.startsWith("security scheme"))
      .map(({ source }) => source?.file)
    expect(sources).toEqual([expect.stringContaining("schemes.test.ts")])
  })
})
