import { describe, expect, it } from "vitest"
import { App, docs, get, mount, returns, router, stream, use } from "../../src/index.ts"
import type { AppPart } from "../../src/index.ts"
import { securityHeaders } from "../../src/middleware.ts"
import { serve } from "../../src/server.ts"
import { rawRequest } from "./raw.ts"

const info = { title: "Test", version: "1", report: () => {} }
const appOf = (...parts: AppPart[]) => new App(info, parts)
const plain = get("/", {}, returns(204), () => {})
const headersAt = async (app: App, path = "/", scheme = "http") =>
  (await app.fetch(new Request(`${scheme}://localhost${path}`))).headers

const standard = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "content-security-policy": "frame-ancestors 'none'",
  "referrer-policy": "strict-origin-when-cross-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
}

function expectStandard(headers: Headers): void {
  expect(Object.fromEntries(Object.keys(standard).map((name) => [name, headers.get(name)]))).toEqual(standard)
}

const parts: AppPart[] = [
  plain,
  get("/stream", {}, stream("text/plain"), async function* () {
    yield "x"
  }),
  get("/failing", {}, returns(204), () => {
    throw new Error("boom")
  }),
]

describe("every answer has the security headers by default", () => {
  it.each([
    ["/", 204],
    ["/stream", 200],
    ["/failing", 500],
    ["/nowhere", 404],
    ["/%zz", 400],
  ])("in memory: %s is %i", async (path, status) => {
    const response = await appOf(...parts).fetch(new Request(`http://localhost${path}`))
    expect(response.status).toBe(status)
    expectStandard(response.headers)
  })

  it("over a socket, where the server refuses by itself too", async () => {
    await using server = await serve(appOf(...parts), { port: 0 })
    for (const path of ["/", "/stream", "/failing", "/nowhere"]) {
      expectStandard((await fetch(`${server.url}${path}`)).headers)
    }
    expectStandard((await fetch(server.url, { method: "POST" })).headers)
    const refused = await rawRequest(server.port, "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    expect(refused).toMatch(/^HTTP\/1.1 400 /)
    expect(refused.toLowerCase()).toContain("x-content-type-options: nosniff")
  })

  it("with connections that are kept and answers that share their headers", async () => {
    await using server = await serve(appOf(...parts), { port: 0 })
    for (let i = 0; i < 3; i++) expectStandard((await fetch(server.url)).headers)
  })

  it("and the pages of the docs keep their own policy", async () => {
    const headers = await headersAt(appOf(docs(), ...parts), "/docs")
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'none'.*frame-ancestors 'none'$/)
    expect(headers.get("x-frame-options")).toBe("DENY")
  })
})

describe("securityHeaders", () => {
  it("changes those of the application, and stands in its plan", async () => {
    const app = appOf(
      securityHeaders({
        frames: ["https://page.example"],
        policy: { "default-src": "'self'", "upgrade-insecure-requests": "" },
        referrer: "no-referrer",
        opener: "unsafe-none",
        resources: "cross-origin",
        embedder: "require-corp",
        permissions: "camera=()",
      }),
      plain,
    )
    const headers = await headersAt(app)
    expect(headers.get("content-security-policy")).toBe(
      "default-src 'self'; upgrade-insecure-requests; frame-ancestors https://page.example",
    )
    expect(headers.get("x-frame-options")).toBeNull()
    expect(headers.get("x-content-type-options")).toBe("nosniff")
    expect(headers.get("permissions-policy")).toBe("camera=()")
    expect(app.plans[0]!.steps[0]).toMatchObject({ kind: "middleware", name: "security headers" })
    expect(app.plans[0]!.steps.filter(({ kind }) => kind === "middleware")).toHaveLength(1)
  })

  it("of an endpoint or a router wins over that of the application", async () => {
    const framed = get("/framed", {}, returns(204), use(securityHeaders({ frames: "self" })), () => {})
    const app = appOf(
      securityHeaders({ referrer: "no-referrer" }),
      router("/in", [plain, framed], { middleware: [securityHeaders({ frames: "any", referrer: "origin" })] }),
      plain,
    )
    expect((await headersAt(app)).get("referrer-policy")).toBe("no-referrer")
    expect((await headersAt(app, "/in")).get("content-security-policy")).toBe("frame-ancestors *")
    const framedHeaders = await headersAt(app, "/in/framed")
    expect(framedHeaders.get("x-frame-options")).toBe("SAMEORIGIN")
    expect(framedHeaders.get("referrer-policy")).toBe("strict-origin-when-cross-origin")
  })

  it("can be none", async () => {
    const headers = await headersAt(appOf(securityHeaders(false), plain))
    for (const name of Object.keys(standard)) expect(headers.get(name)).toBeNull()
  })

  it("of a mounted application stay its own", async () => {
    const inner = appOf(securityHeaders({ frames: "self" }), plain)
    const app = appOf(mount("/inner", inner), plain)
    expect((await headersAt(app, "/inner")).get("x-frame-options")).toBe("SAMEORIGIN")
    expect((await headersAt(app)).get("x-frame-options")).toBe("DENY")
  })

  it("sends strict transport by HTTPS alone", async () => {
    const app = appOf(securityHeaders({ hsts: { includeSubDomains: true } }), plain)
    expect((await headersAt(app)).get("strict-transport-security")).toBeNull()
    expect((await headersAt(app, "/", "https")).get("strict-transport-security")).toBe(
      "max-age=31536000; includeSubDomains",
    )
    expect((await headersAt(app, "/nowhere", "https")).has("strict-transport-security")).toBe(true)
  })

  it.each([
    { referrer: "a\nb" },
    { policy: { "script-src": "말" } },
    { hsts: { maxAge: -1 } },
    { hsts: { preload: true } },
  ])("refuses what cannot be meant: %j", (options) => {
    expect(() => securityHeaders(options)).toThrow(expect.objectContaining({ code: "option-invalid" }) as Error)
  })
})
