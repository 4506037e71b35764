import { describe, expect, it } from "vitest"
import { App, get, middleware, problem, put, returns, router, use } from "../../src/index.ts"
import type { AppPart } from "../../src/index.ts"
import { type CorsOptions, cors } from "../../src/middleware.ts"
import { serve } from "../../src/server.ts"

const page = "https://page.example"
const told: string[] = []
const appOf = (...parts: AppPart[]) =>
  new App({ title: "Test", version: "1", report: ({ error }) => void told.push((error as Error).message) }, parts)
const parts: AppPart[] = [
  get("/notes", {}, returns(204), () => {}),
  put("/notes", {}, returns(204), () => {}),
  get("/failing", {}, returns(204), () => {
    throw new Error("boom")
  }),
]

const ask = (app: App, path: string, headers: Record<string, string>, method = "GET") =>
  app.fetch(new Request(`http://localhost${path}`, { method, headers }))
const preflight = (app: App, path: string, origin: string, more: Record<string, string> = {}) =>
  ask(app, path, { origin, "access-control-request-method": "PUT", ...more }, "OPTIONS")
const corsHeaders = ({ headers }: Response) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-") || name === "vary"))

describe("an answer", () => {
  const app = appOf(cors({ origins: [page, "https://*.board.example"], exposed: ["etag"] }), ...parts)

  it.each([
    ["/notes", "GET", 204],
    ["/nowhere", "GET", 404],
    ["/notes", "POST", 405],
    ["/failing", "GET", 500],
  ])("of %s by %s (%i) can be read by a listed origin", async (path, method, status) => {
    const response = await ask(app, path, { origin: page }, method)
    expect(response.status).toBe(status)
    expect(corsHeaders(response)).toEqual({
      "access-control-allow-origin": page,
      "access-control-expose-headers": "etag",
      vary: "origin",
    })
  })

  it.each([
    "https://evil.example",
    "http://page.example",
    "https://page.example:8443",
    "https://page.example.evil.example",
    "https://sub.page.example",
    "https://evilpage.example",
    "https://board.example",
    "https://evilboard.example",
    "https://.board.example",
    "https://a..board.example",
    "https://a.board.example.evil.example",
    "https://evil.example/.board.example",
    "https://page.example, https://evil.example",
    "null",
    "*",
    "",
  ])("cannot be read by %j, which is never sent back", async (origin) => {
    for (const response of [await ask(app, "/notes", { origin }), await preflight(app, "/notes", origin)]) {
      expect(corsHeaders(response)).toEqual({ vary: "origin" })
      expect(JSON.stringify([...response.headers])).not.toContain("evil")
    }
  })

  it("can be read by hosts below a wildcard", async () => {
    for (const origin of ["https://a.board.example", "https://x-1.a.board.example"]) {
      expect((await ask(app, "/notes", { origin })).headers.get("access-control-allow-origin")).toBe(origin)
    }
  })

  it("says that it varies where nobody asks, too", async () => {
    expect(corsHeaders(await ask(app, "/notes", {}))).toEqual({ vary: "origin" })
  })

  it("keeps what else it varies by", async () => {
    const vary = middleware("vary", async (_request, next) => {
      const answer = await next()
      answer.headers.append("vary", "accept-language")
      return answer
    })
    const response = await ask(appOf(cors({ origins: [page] }), vary, ...parts), "/notes", { origin: page })
    expect(response.headers.get("vary")).toBe("accept-language, origin")
  })

  it("is for anybody where any origin may, and does not vary", async () => {
    const response = await ask(appOf(cors({ origins: "*" }), ...parts), "/notes", { origin: "null" })
    expect(corsHeaders(response)).toEqual({ "access-control-allow-origin": "*" })
  })

  it("may be for null where it is listed, and with credentials where these are allowed", async () => {
    const app = appOf(cors({ origins: ["null", page], credentials: true }), ...parts)
    expect(corsHeaders(await ask(app, "/notes", { origin: "null" }))).toMatchObject({
      "access-control-allow-origin": "null",
      "access-control-allow-credentials": "true",
    })
  })

  it("may be decided by a function", async () => {
    const app = appOf(cors({ origins: (origin) => origin.endsWith(".dev") }), ...parts)
    expect(corsHeaders(await ask(app, "/notes", { origin: "https://a.dev" }))).toMatchObject({ vary: "origin" })
    expect((await ask(app, "/notes", { origin: page })).headers.has("access-control-allow-origin")).toBe(false)
  })
})

describe("a preflight", () => {
  const granted = {
    "access-control-allow-origin": page,
    "access-control-allow-headers": "authorization, content-type",
    "access-control-max-age": "600",
    vary: "origin",
  }

  it("of a known path says what the path answers", async () => {
    const response = await preflight(appOf(cors({ origins: [page] }), ...parts), "/notes", page)
    expect(response.status).toBe(204)
    expect(corsHeaders(response)).toEqual({ ...granted, "access-control-allow-methods": "GET, HEAD, PUT, OPTIONS" })
  })

  it("of an unknown path succeeds, so that the page can read the 404", async () => {
    const response = await preflight(appOf(cors({ origins: [page] }), ...parts), "/nowhere", page)
    expect(response.status).toBe(204)
    expect(await response.text()).toBe("")
  })

  it("is not stopped by what refuses requests without credentials", async () => {
    const guard = middleware("guard", () => problem({ status: 401, code: "who" }))
    const app = appOf(cors({ origins: [page] }), guard, ...parts)
    expect((await preflight(app, "/notes", page)).status).toBe(204)
    expect((await preflight(app, "/notes", "https://evil.example")).status).toBe(401)
    expect((await ask(app, "/notes", { origin: page })).headers.get("access-control-allow-origin")).toBe(page)
  })

  it("says what it was told to", async () => {
    const options = { origins: [page], methods: ["PUT"], headers: ["x-one"], credentials: true, maxAge: 5 }
    expect(corsHeaders(await preflight(appOf(cors(options), ...parts), "/notes", page))).toEqual({
      "access-control-allow-origin": page,
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "PUT",
      "access-control-allow-headers": "x-one",
      "access-control-max-age": "5",
      vary: "origin",
    })
  })

  it("into a private network is granted only where the policy says so", async () => {
    const asking = { "access-control-request-private-network": "true" }
    for (const privateNetwork of [true, false]) {
      const app = appOf(cors({ origins: [page], privateNetwork }), ...parts)
      const name = "access-control-allow-private-network"
      expect((await preflight(app, "/notes", page, asking)).headers.has(name)).toBe(privateNetwork)
      expect((await preflight(app, "/notes", page)).headers.has(name)).toBe(false)
    }
  })

  it("reaches the policy of a router or an endpoint, which wins over the application's", async () => {
    const other = "https://other.example"
    const one = put("/one", {}, returns(204), use(cors({ origins: [other], maxAge: 1 })), () => {})
    const two = put("/two", {}, returns(204), () => {})
    const inner = router("/in", [one, two], { middleware: [cors({ origins: [page], maxAge: 2 })] })
    const app = appOf(cors({ origins: [other], maxAge: 3 }), inner, ...parts)
    const maxAge = async (path: string, origin: string) =>
      (await preflight(app, path, origin)).headers.get("access-control-max-age")
    expect(await maxAge("/in/one", other)).toBe("1")
    expect(await maxAge("/in/one", page)).toBe("2")
    expect(await maxAge("/in/two", page)).toBe("2")
    expect(await maxAge("/notes", other)).toBe("3")
    expect(await maxAge("/notes", page)).toBeNull()
    const alone = appOf(router("/in", [one]))
    expect((await preflight(alone, "/in/one", other)).headers.get("access-control-allow-origin")).toBe(other)
  })

  it("over a socket", async () => {
    await using server = await serve(appOf(cors({ origins: [page] }), ...parts), { port: 0 })
    const headers = { origin: page, "access-control-request-method": "PUT" }
    const response = await fetch(`${server.url}/notes`, { method: "OPTIONS", headers })
    expect([response.status, response.headers.get("access-control-allow-methods")]).toEqual([
      204,
      "GET, HEAD, PUT, OPTIONS",
    ])
    const refused = await fetch(`${server.url}/nowhere`, { headers: { origin: page } })
    expect(refused.headers.get("access-control-allow-origin")).toBe(page)
  })
})

describe("a policy that cannot be meant", () => {
  it.each<CorsOptions>([
    { origins: "*", credentials: true },
    { origins: ["*"] },
    { origins: ["https://page.example/"] },
    { origins: ["page.example"] },
    { origins: ["https://PAGE.example"] },
    { origins: ["https://page.example:443"] },
    { origins: ["https://*"] },
    { origins: [page], headers: ["*"], credentials: true },
    { origins: [page], maxAge: -1 },
  ])("is refused at once: %j", (options) => {
    expect(() => cors(options)).toThrow(expect.objectContaining({ code: "option-invalid" }) as Error)
  })

  it("is told at start where it is only dangerous, wherever it stands", async () => {
    told.length = 0
    const dangerous = cors({
      origins: ["null", "http://page.example", "https://*.example.com", "http://localhost:5173", page],
      credentials: true,
    })
    await appOf(dangerous, ...parts).start()
    expect(told).toHaveLength(3)
    expect(told[0]).toMatch(/^cors \(.*cors\.test\.ts:\d+\): "null" with credentials/)
    told.length = 0
    await appOf(router("/in", parts as never, { middleware: [dangerous] })).start()
    expect(told).toHaveLength(3)
  })
})

it("stands in the plan with its origins", () => {
  const { plans } = appOf(cors({ origins: [page] }), ...parts)
  expect(plans[0]!.steps[1]).toMatchObject({ kind: "middleware", name: "cors", note: page })
})
