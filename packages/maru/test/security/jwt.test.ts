import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { SignJWT, exportJWK, exportPKCS8, exportSPKI, generateKeyPair } from "jose"
import { afterAll, describe, expect, it } from "vitest"
import { z } from "zod"
import { App, get, returns } from "../../src/index.ts"
import { type JwtAlgorithm, JwtIssuer, type JwtOptions, jwt } from "../../src/security.ts"
import { client } from "../../src/testing.ts"

const secret = "s".repeat(32)
const parties = { issuer: "https://id.example", audience: "board" }
const rules: JwtOptions = { key: { secret }, algorithms: ["HS256"], ...parties }

function api(options: JwtOptions = rules, optional = false) {
  const claims = optional ? jwt({ ...options, optional: true }) : jwt(options)
  const own = client(
    new App({ title: "t", version: "1" }, [
      get("/", { claims }, returns(200, z.string()), ({ claims }) => claims?.sub ?? "nobody"),
    ]),
    { failures: "answer" },
  )
  const ask = async (token?: string) => {
    const response = await own.get("/", token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })
    return response.status === 200 ? response.json<string>() : response.status
  }
  return { ask, own }
}

/** A token made by hand, with what a test changes. */
function token(
  changes: Record<string, unknown> = {},
  key: Uint8Array = new TextEncoder().encode(secret),
  alg = "HS256",
) {
  const now = Math.floor(Date.now() / 1000)
  const claims = { sub: "7", iss: parties.issuer, aud: parties.audience, iat: now, exp: now + 60, ...changes }
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(key)
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

describe("jwt", () => {
  it("takes what the issuer made", async () => {
    const issuer = new JwtIssuer({ key: { secret }, algorithm: "HS256", ...parties })
    expect(await api().ask(await issuer.issue("7", { scope: "read" }))).toBe("7")
  })

  it("refuses what does not fit, with a challenge that says so", async () => {
    const { ask, own } = api()
    const seconds = Math.floor(Date.now() / 1000)
    const wrong = [
      undefined,
      "x",
      "a.b.c",
      await token({ exp: seconds - 60 }),
      await token({ exp: undefined }),
      await token({ sub: undefined }),
      await token({ nbf: seconds + 60 }),
      await token({ iss: "https://evil.example" }),
      await token({ aud: "another" }),
      await token({}, new TextEncoder().encode("t".repeat(32))),
      await token({}, new TextEncoder().encode("s".repeat(64)), "HS512"),
      `${encode({ alg: "none" })}.${encode({ sub: "7", exp: seconds + 60 })}.`,
      (await token()).replace(/\.[^.]*$/, "."),
      "x".repeat(10_000),
    ]
    for (const text of wrong) expect(await ask(text)).toBe(401)
    const expired = await own.get("/", { headers: { authorization: `Bearer ${wrong[3]}` } })
    expect(expired.headers.get("www-authenticate")).toBe(
      'Bearer error="invalid_token", error_description="The token has expired."',
    )
  })

  it("lets clocks differ a little", async () => {
    const seconds = Math.floor(Date.now() / 1000)
    expect(await api().ask(await token({ exp: seconds - 3 }))).toBe("7")
    expect(await api({ ...rules, tolerance: 0 }).ask(await token({ exp: seconds - 3 }))).toBe(401)
  })

  it("may be optional, but not wrong", async () => {
    const { ask } = api(rules, true)
    expect([await ask(), await ask(await token()), await ask("x")]).toEqual(["nobody", "7", 401])
  })

  it.each(["ES256", "EdDSA", "RS256", "PS256"] as const)("verifies %s with keys as PEM and JWK", async (algorithm) => {
    const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
    const [pem, jwk] = [await exportPKCS8(privateKey), await exportJWK(privateKey)]
    const options = { algorithms: [algorithm], ...parties }
    for (const key of [{ pem }, { jwk }]) {
      const made = await new JwtIssuer({ key, algorithm, ...parties }).issue("7")
      expect(await api({ ...options, key: { pem: await exportSPKI(publicKey) } }).ask(made)).toBe("7")
      expect(await api({ ...options, key: { jwk: await exportJWK(publicKey) } }).ask(made)).toBe("7")
      expect(await api({ ...options, key: { jwk } }).ask(made)).toBe("7")
    }
    const forged = await token({}, new TextEncoder().encode(await exportSPKI(publicKey)))
    expect(await api({ ...options, key: { pem: await exportSPKI(publicKey) } }).ask(forged)).toBe(401)
  })

  it("is in the docs with its format and its error", () => {
    const [plan] = api().own.app.plans
    expect(plan!.security).toMatchObject([
      { name: "jwt", scheme: { type: "http", scheme: "bearer", bearerFormat: "JWT" } },
    ])
    expect(plan!.errors).toEqual([{ status: 401, code: "not-authenticated" }])
    expect(plan!.steps.find(({ name }) => name === "jwt")!.source?.file).toContain("jwt.test.ts")
  })

  it.each([
    [{ algorithms: [] }, "which algorithms"],
    [{ algorithms: ["none"] }, 'not with "none"'],
    [{ algorithms: ["RS256"] }, "A secret signs with"],
    [{ algorithms: ["HS256", "ES256"] }, "A secret signs with"],
    [{ key: { secret: "short" } }, "at least 32"],
    [{ key: { pem: "" }, algorithms: ["HS256"] }, "HS256 signs with a secret"],
  ])("does not start with %j", (changes, message) => {
    expect(() => jwt({ ...rules, ...(changes as Partial<JwtOptions>) })).toThrow(message)
  })

  it("is not issued with what cannot be", () => {
    const options = { key: { secret }, algorithm: "HS256" as JwtAlgorithm, ...parties }
    expect(() => new JwtIssuer({ ...options, algorithm: "ES256" })).toThrow("A secret signs with")
    expect(() => new JwtIssuer({ ...options, lifetime: 0 })).toThrow("above 0")
    expect(() => new JwtIssuer({ ...options, key: { secret: "x" } })).toThrow("at least 32")
  })
})

describe("sets of keys", () => {
  const served: { keys: unknown[]; status: number; count: number } = { keys: [], status: 200, count: 0 }
  const server = createServer((_, response) => {
    served.count++
    response.writeHead(served.status, { "content-type": "application/json" }).end(JSON.stringify({ keys: served.keys }))
  }).listen(0, "127.0.0.1")
  afterAll(() => void server.close())
  const url = () => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`)

  it("are fetched once, and tell keys apart", async () => {
    const [first, second] = [await generateKeyPair("ES256"), await generateKeyPair("ES256")]
    served.keys = [{ ...(await exportJWK(first.publicKey)), kid: "1", alg: "ES256" }]
    const { ask } = api({ ...rules, key: { jwks: url() }, algorithms: ["ES256"] })
    const signed = (key: CryptoKey, kid: string) => {
      const exp = Math.floor(Date.now() / 1000) + 60
      return new SignJWT({ sub: "7", iss: parties.issuer, aud: parties.audience, exp })
        .setProtectedHeader({ alg: "ES256", kid })
        .sign(key)
    }
    for (let i = 0; i < 5; i++) expect(await ask(await signed(first.privateKey, "1"))).toBe("7")
    expect(await ask(await signed(second.privateKey, "1"))).toBe(401)
    for (let i = 0; i < 5; i++) expect(await ask(await signed(second.privateKey, "unknown"))).toBe(401)
    expect(served.count).toBe(1)
  })

  it("that cannot be fetched are a 503", async () => {
    served.status = 500
    const { privateKey } = await generateKeyPair("ES256")
    const made = await new SignJWT({ sub: "7" }).setProtectedHeader({ alg: "ES256" }).sign(privateKey)
    expect(await api({ ...rules, key: { jwks: url() }, algorithms: ["ES256"] }).ask(made)).toBe(503)
    const nowhere = { jwks: new URL("http://127.0.0.1:1/jwks") }
    expect(await api({ ...rules, key: nowhere, algorithms: ["ES256"] }).ask(made)).toBe(503)
  })
})
