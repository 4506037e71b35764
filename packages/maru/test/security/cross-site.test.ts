import { afterEach, describe, expect, it } from "vitest"
import { App, type ErrorReport, Unauthorized, del, dependency, get, post, raises, returns } from "../../src/index.ts"
import { type KeyOptions, apiKey, bearer } from "../../src/security.ts"

const reports: ErrorReport[] = []
afterEach(() => void reports.splice(0))

function api(options: KeyOptions = {}): App {
  const key = apiKey("cookie", "sid", options)
  const maybe = apiKey("cookie", "sid", { ...options, name: "maybe", optional: true })
  return new App({ title: "t", version: "1", report: (report) => void reports.push(report) }, [
    get("/", { key }, returns(204), () => undefined),
    post("/", { key }, returns(204), () => undefined),
    post("/maybe", { maybe }, returns(204), () => undefined),
    del("/token", { token: bearer() }, returns(204), () => undefined),
  ])
}

async function ask(app: App, headers: Record<string, string>, { method = "POST", path = "/", origin = own } = {}) {
  const request = new Request(`${origin}${path}`, { method, headers: { cookie: "sid=x", ...headers } })
  const response = await app.fetch(request)
  const { code } = response.status === 204 ? { code: "done" } : ((await response.json()) as { code: string })
  return code
}

const own = "http://board.example:8000"

describe("what changes something and is known by a cookie", () => {
  it.each([
    [{ "sec-fetch-site": "same-origin" }],
    [{ "sec-fetch-site": "same-origin", origin: "null" }],
    [{ origin: own }],
    [{ origin: "https://board.example:8000" }],
  ])("is done for %j", async (headers) => expect(await ask(api(), headers)).toBe("done"))

  it.each([
    [{}],
    [{ origin: "null" }],
    [{ origin: "" }],
    [{ origin: "http://evil.example" }],
    [{ origin: "http://board.example" }],
    [{ origin: "http://board.example:8001" }],
    [{ origin: "http://board.example:8000.evil.example" }],
    [{ origin: "http://board.example:8000/" }],
    [{ origin: "http://user@board.example:8000" }],
    [{ origin: "ftp://board.example:8000" }],
    [{ origin: `${own}, ${own}` }],
    [{ "sec-fetch-site": "cross-site" }],
    [{ "sec-fetch-site": "same-site" }],
    [{ "sec-fetch-site": "none" }],
    [{ "sec-fetch-site": "" }],
    [{ "sec-fetch-site": "same-origin, cross-site" }],
    [{ "sec-fetch-site": "cross-site", origin: own }],
    [{ referer: `${own}/form` }],
  ])("is refused for %j", async (headers) => {
    const given = headers as Record<string, string>
    for (const path of ["/", "/maybe"]) expect(await ask(api(), given, { path })).toBe("cross-site-request")
    const json = { ...given, "content-type": "application/json" }
    expect(await ask(api(), json)).toBe("cross-site-request")
  })

  it("compares hosts with their default ports, and takes no http for https", async () => {
    const plain = { origin: "http://board.example" }
    expect(await ask(api(), { origin: "http://board.example" }, plain)).toBe("done")
    expect(await ask(api(), { origin: "http://board.example" }, { origin: "https://board.example" })).toBe(
      "cross-site-request",
    )
  })

  it("may come from origins that are listed", async () => {
    const app = api({ origins: ["https://admin.example"] })
    expect(await ask(app, { origin: "https://admin.example", "sec-fetch-site": "cross-site" })).toBe("done")
    expect(await ask(app, { origin: "https://other.example", "sec-fetch-site": "cross-site" })).toBe(
      "cross-site-request",
    )
  })
})

describe("everything else", () => {
  it("is done wherever it comes from: what only reads, and what carries no cookie or another key", async () => {
    const evil = { origin: "http://evil.example", "sec-fetch-site": "cross-site" }
    expect(await ask(api(), evil, { method: "GET" })).toBe("done")
    expect(await ask(api(), { ...evil, cookie: "" }, { path: "/maybe" })).toBe("done")
    const token = { ...evil, authorization: "Bearer x" }
    expect(await ask(api(), token, { method: "DELETE", path: "/token" })).toBe("done")
  })
})

describe("an application", () => {
  it("shows the refusal where it may come, and only there", async () => {
    const [read, write] = api().plans
    expect(read!.errors).toEqual([{ status: 401, code: "not-authenticated" }])
    expect(write!.errors.map(({ code }) => code)).toEqual(["not-authenticated", "cross-site-request"])
  })

  it("is told at its start which endpoints anybody can forge requests for", async () => {
    const app = api({ crossSite: "allow" })
    await app.start()
    const messages = reports.map(({ kind, error }) => [kind, (error as Error).message])
    expect(messages).toEqual([
      ["warning", expect.stringMatching(/^POST \/ \(.*cross-site\.test\.ts:\d+\) knows people by a cookie/)],
      ["warning", expect.stringMatching(/^POST \/maybe /)],
    ])
    expect(await ask(app, { origin: "http://evil.example" })).toBe("done")
  })

  it("is told of identities of its own that read a cookie", async () => {
    const security = { name: "own", scheme: { type: "apiKey", in: "cookie", name: "own" } }
    const user = dependency(() => "mina", { security, raises: raises(401, Unauthorized) })
    const report = (each: ErrorReport) => void reports.push(each)
    await new App({ title: "t", version: "1", report }, [
      post("/", { user }, returns(204), () => undefined),
      get("/", { user }, returns(204), () => undefined),
    ]).start()
    expect(reports).toHaveLength(1)
  })
})
