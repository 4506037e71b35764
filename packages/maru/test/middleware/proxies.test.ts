import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { App, get, raw, request } from "../../src/index.ts"
import type { AppPart } from "../../src/index.ts"
import { clientAddress, httpsRedirect, securityHeaders, trustedHosts, trustedProxies } from "../../src/middleware.ts"
import { clientOf } from "../../src/middleware/proxies/client.ts"
import { parseForwarded, parseXForwarded } from "../../src/middleware/proxies/forwarded.ts"
import { networks } from "../../src/middleware/proxies/networks.ts"
import { serve } from "../../src/server.ts"
import { plainRequest } from "../app/requests.ts"
import { rawRequest } from "./raw.ts"

const seen = get("/", { request, address: clientAddress }, raw("text/plain"), ({ request, address }) =>
  [address, request.scheme, request.host].join(" "),
)
const appOf = (...parts: AppPart[]) => new App({ title: "Test", version: "1" }, [...parts, seen])
const ask = async (app: App, headers: Record<string, string>, remoteAddress: string | undefined = "10.0.0.1") => {
  const { body } = await app.handle({ ...plainRequest("GET", "/", headers), remoteAddress })
  return body
}

describe("a chain of proxies", () => {
  const app = appOf(trustedProxies(["10.0.0.0/8", "2001:db8::/32"]))

  it.each<[string, Record<string, string>, string]>([
    ["nothing said", {}, "10.0.0.1 http localhost"],
    ["one proxy", { "x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "https" }, "1.2.3.4 https localhost"],
    ["two proxies", { "x-forwarded-for": "1.2.3.4, 10.9.9.9" }, "1.2.3.4 http localhost"],
    ["an invented client", { "x-forwarded-for": "6.6.6.6, 1.2.3.4, 10.9.9.9" }, "1.2.3.4 http localhost"],
    ["an invented proxy", { "x-forwarded-for": "6.6.6.6, 10.8.8.8, 1.2.3.4" }, "1.2.3.4 http localhost"],
    ["only proxies", { "x-forwarded-for": "10.0.0.3, 10.0.0.2" }, "10.0.0.3 http localhost"],
    ["a port", { "x-forwarded-for": "1.2.3.4:5678" }, "1.2.3.4 http localhost"],
    ["IPv6", { "x-forwarded-for": "[2a00::1]:80, 2001:db8::7" }, "2a00::1 http localhost"],
    ["nonsense", { "x-forwarded-for": "1.2.3.4, <script>" }, "10.0.0.1 http localhost"],
    [
      "an unknown scheme",
      { "x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "javascript" },
      "1.2.3.4 http localhost",
    ],
    [
      "one scheme for each",
      { "x-forwarded-for": "1.2.3.4, 10.0.0.2", "x-forwarded-proto": "https, http" },
      "1.2.3.4 https localhost",
    ],
    [
      "an invented scheme",
      { "x-forwarded-for": "6.6.6.6, 1.2.3.4", "x-forwarded-proto": "https, http" },
      "1.2.3.4 http localhost",
    ],
    ["a host", { "x-forwarded-for": "1.2.3.4", "x-forwarded-host": "evil.example" }, "1.2.3.4 http localhost"],
    ["the other header", { forwarded: "for=1.2.3.4;proto=https" }, "10.0.0.1 http localhost"],
  ])("with %s", async (_, headers, expected) => {
    expect(await ask(app, headers)).toBe(expected)
  })

  it("is not believed of others", async () => {
    const headers = { "x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "https" }
    expect(await ask(app, headers, "11.0.0.1")).toBe("11.0.0.1 http localhost")
    expect(await ask(appOf(), headers)).toBe("10.0.0.1 http localhost")
  })

  it.each<[string, string]>([
    ["for=1.2.3.4;proto=https", "1.2.3.4 https localhost"],
    ['For="[2a00::1]:4711" ; Proto=HTTPS', "2a00::1 https localhost"],
    ["for=6.6.6.6;proto=http, for=1.2.3.4;proto=https, for=10.0.0.2", "1.2.3.4 https localhost"],
    ["for=6.6.6.6, for=_hidden;proto=https, for=10.0.0.2", "10.0.0.2 https localhost"],
    ['for="1.2.3.4\\:80"', "1.2.3.4 http localhost"],
    ["for=unknown", "10.0.0.1 http localhost"],
    ["for=1.2.3.4;for=6.6.6.6", "10.0.0.1 http localhost"],
    ["for=1.2.3.4;", "10.0.0.1 http localhost"],
    ['for="1.2.3.4', "10.0.0.1 http localhost"],
  ])("as RFC 7239 has it: %s", async (forwarded, expected) => {
    expect(await ask(appOf(trustedProxies(["10.0.0.0/8"], { header: "forwarded" })), { forwarded })).toBe(expected)
  })

  it("tells the host where it is asked to, if it is one", async () => {
    const app = appOf(trustedProxies(["private"], { host: true }))
    const told = (host: string) => ask(app, { "x-forwarded-for": "1.2.3.4", "x-forwarded-host": host })
    expect(await told("board.example:8443")).toBe("1.2.3.4 http board.example:8443")
    expect(await told("a b/<script>")).toBe("1.2.3.4 http localhost")
  })

  it("reaches handlers over a socket", async () => {
    await using server = await serve(appOf(trustedProxies(["loopback"])), { port: 0 })
    const headers = { "x-forwarded-for": "6.6.6.6, 1.2.3.4", "x-forwarded-proto": "https" }
    expect(await (await fetch(server.url, { headers })).text()).toMatch(/^1\.2\.3\.4 https /)
  })

  it.each(["10.0.0.0/33", "10.0.0", "10.0.0.0/", "10.0.0.0/8/8", "example.com", "constructor", ""])(
    "has addresses and networks: %j is none",
    (entry) => {
      expect(() => trustedProxies([entry])).toThrow(expect.objectContaining({ code: "option-invalid" }) as Error)
    },
  )
})

describe("whatever stands in the headers", () => {
  const isTrusted = networks(["10.0.0.0/8"])
  const pieces = ["for=", "proto=", '"', "\\", ",", ";", " ", "1.2.3.4", "10.0.0.9", "[::1]", "__proto__=x", "host=a"]
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join("")),
  )

  it.each([1, Math.floor(Math.random() * 1e9)])("nothing throws, and nobody is believed for it (seed %i)", (seed) => {
    fc.assert(
      fc.property(text, (header) => {
        for (const hops of [parseForwarded(header), parseXForwarded(() => header)]) {
          expect(clientOf("11.0.0.1", hops, isTrusted)).toBeUndefined()
          const client = clientOf("10.0.0.1", hops, isTrusted)
          expect(client === undefined || typeof client.address === "string").toBe(true)
        }
        expect(Object.keys(Object.prototype)).toEqual([])
      }),
      { numRuns: 10_000, seed },
    )
  })

  it("what our own proxy has written last always counts", () => {
    const invented = text.filter(
      (header) => parseForwarded(header) !== undefined && parseForwarded(header)!.length < 30,
    )
    fc.assert(
      fc.property(invented, (header) => {
        const hops = parseForwarded(`${header}, for=1.2.3.4;proto=https`)
        expect(clientOf("10.0.0.1", hops, isTrusted)).toMatchObject({ address: "1.2.3.4", proto: "https" })
      }),
      { numRuns: 500, seed: 1 },
    )
  })

  it("very much of it is one pass", () => {
    expect(parseForwarded(`for=${"\\".repeat(100_000)}`)).toBeUndefined()
    expect(parseForwarded(`for="${"\\a".repeat(100_000)}`)).toBeUndefined()
    expect(parseForwarded(Array.from({ length: 50_000 }, () => "for=1.1.1.1").join(","))).toBeUndefined()
  })
})

describe("trusted hosts", () => {
  const app = appOf(trustedProxies(["private"], { host: true }), trustedHosts(["board.example", "*.board.example"]))

  it("are answered, and all others refused", async () => {
    const at = async (host: string) => (await app.handle({ ...plainRequest("GET", "/"), host })).status
    expect(await at("board.example:8000")).toBe(200)
    expect(await at("www.board.example")).toBe(200)
    expect(await at("evil.example")).toBe(400)
    expect(await at("board.example.evil.example")).toBe(400)
  })

  it("are those that a trusted proxy tells", async () => {
    const told = { "x-forwarded-for": "1.2.3.4", "x-forwarded-host": "board.example" }
    expect(await ask(app, told)).toBe("1.2.3.4 http board.example")
  })

  it("have names", () => {
    expect(() => trustedHosts(["https://board.example"])).toThrow(
      expect.objectContaining({ code: "option-invalid" }) as Error,
    )
  })
})

describe("the redirect to HTTPS", () => {
  const app = appOf(trustedProxies(["private"]), securityHeaders({ hsts: true }), httpsRedirect())
  const at = async (host: string, headers: Record<string, string> = {}, target = "/") =>
    app.handle({ ...plainRequest("POST", target, headers), host, remoteAddress: "10.0.0.1" })

  it("keeps path and query, whatever answers there, and keeps the method", async () => {
    const answer = await at("board.example:80", {}, "/nowhere?a=%20b")
    expect([answer.status, answer.headers.get("location")]).toEqual([308, "https://board.example/nowhere?a=%20b"])
    expect(answer.headers.has("strict-transport-security")).toBe(false)
  })

  it("leaves alone who came by HTTPS, through a trusted proxy, and tells them to stay", async () => {
    const headers = { "x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "https" }
    const answer = await at("board.example", headers)
    expect([answer.status, answer.headers.get("strict-transport-security")]).toEqual([405, "max-age=31536000"])
  })

  it("leaves this machine alone, unless told otherwise", async () => {
    expect((await at("localhost:8000")).status).toBe(405)
    const strict = appOf(httpsRedirect({ loopback: true, port: 8443 }))
    const answer = await strict.handle(plainRequest("GET", "/"))
    expect([answer.status, answer.headers.get("location")]).toEqual([308, "https://localhost:8443/"])
  })

  it("works over a socket", async () => {
    await using server = await serve(appOf(httpsRedirect()), { port: 0, hosts: ["board.example"] })
    const answer = await rawRequest(server.port, "GET /a HTTP/1.1\r\nHost: board.example\r\nConnection: close\r\n\r\n")
    expect(answer).toMatch(/^HTTP\/1\.1 308 /)
    expect(answer).toMatch(/location: https:\/\/board\.example\/a\r/i)
  })
})
