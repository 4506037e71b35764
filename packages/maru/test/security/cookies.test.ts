import { assert, property, string } from "fast-check"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, Forbidden, get, post, query, raises, returns } from "../../src/index.ts"
import { CookieKeys, encryptedCookie, signedCookie } from "../../src/security.ts"
import { client } from "../../src/testing.ts"

const [older, newer] = ["o".repeat(32), "n".repeat(32)]
const keys = new CookieKeys(older)
const rotated = new CookieKeys([newer, older])

describe.each([
  ["signed", "sign", "verify"],
  ["encrypted", "encrypt", "decrypt"],
] as const)("%s values", (_, close, open) => {
  it("come back as they were, whatever they are", () => {
    assert(
      property(string({ unit: "grapheme" }), string({ unit: "grapheme-ascii" }), (value, name) => {
        expect(keys[open](name, keys[close](name, value))).toBe(value)
      }),
    )
  })

  it("are worth nothing under another name, under other keys, changed, or at their end", () => {
    const text = keys[close]("a", "value", 60)
    expect(keys[open]("a", text)).toBe("value")
    expect(keys[open]("b", text)).toBeUndefined()
    expect(new CookieKeys(newer)[open]("a", text)).toBeUndefined()
    expect(keys[open]("a", keys[close]("a", "value", 0))).toBeUndefined()
    for (let at = 0; at < text.length - 1; at++) {
      const changed = `${text.slice(0, at)}${text[at] === "A" ? "B" : "A"}${text.slice(at + 1)}`
      expect(keys[open]("a", changed)).toBeUndefined()
    }
  })

  it("are read by every key and written by the first", () => {
    expect(rotated[open]("a", keys[close]("a", "value"))).toBe("value")
    expect(keys[open]("a", rotated[close]("a", "value"))).toBeUndefined()
  })

  it("are refused without a throw, whatever is sent", () => {
    assert(
      property(string({ unit: "binary" }), (text) => {
        expect(keys[open]("a", text)).toBeUndefined()
      }),
    )
    expect(keys[open]("a", "x".repeat(100_000))).toBeUndefined()
  })
})

describe("cookie keys", () => {
  it.each([[[]], ["short"], [[older, "short"]]])("are not made of %j", (secrets) => {
    expect(() => new CookieKeys(secrets)).toThrow("at least 32 characters")
  })
})

describe("a sealed cookie", () => {
  const signed = signedCookie("seen", { keys, maxAge: 60 })
  const secret = encryptedCookie("secret", { keys, sameSite: "strict" })
  const app = new App({ title: "t", version: "1" }, [
    post("/", { signed, secret, value: query(z.string()) }, returns(204), ({ signed, secret, value }) => {
      signed.set(value)
      secret.set(value)
    }),
    get("/", { signed, secret }, returns(200, z.array(z.string())), ({ signed, secret }) => [
      signed.value ?? "none",
      secret.value ?? "none",
    ]),
    post("/refused", { signed }, returns(204), raises(403, Forbidden), ({ signed }) => {
      signed.set("x")
      throw new Forbidden()
    }),
    post("/gone", { signed }, returns(204), ({ signed }) => signed.delete()),
  ])

  it("goes to the browser and comes back", async () => {
    const browser = client(app)
    expect(await (await browser.get("/")).json()).toEqual(["none", "none"])
    const lines = (await browser.post("/?value=마루")).headers.getSetCookie()
    expect(lines[0]).toMatch(/^seen=%EB%A7%88%EB%A3%A8\.\w+\.[\w-]{43}; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/)
    expect(lines[1]).toMatch(/^secret=[\w-]+; Path=\/; HttpOnly; SameSite=Strict$/)
    expect(await (await browser.get("/")).json()).toEqual(["마루", "마루"])
    await browser.post("/gone")
    expect(await (await browser.get("/")).json()).toEqual(["none", "마루"])
  })

  it("is not set by an answer to an error", async () => {
    expect((await client(app).post("/refused")).headers.getSetCookie()).toEqual([])
  })

  it.each(["board.example", "192.168.0.7:8000", "localhost.evil.example"])(
    "is Secure and bound to %s",
    async (host) => {
      const response = await app.fetch(new Request(`http://${host}/?value=x`, { method: "POST" }))
      const [line] = response.headers.getSetCookie()
      expect(line).toMatch(/^__Host-seen=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
      const ask = async (cookie: string) =>
        (await app.fetch(new Request(`http://${host}/`, { headers: { cookie } }))).json()
      const [sent] = line!.split(";")
      expect(await ask(sent!)).toEqual(["x", "none"])
      expect(await ask(sent!.replace("__Host-", ""))).toEqual(["none", "none"])
    },
  )

  it.each(["localhost:8000", "127.0.0.1", "[::1]:8000", "app.localhost"])("has no prefix on %s", async (host) => {
    const response = await app.fetch(new Request(`http://${host}/?value=x`, { method: "POST" }))
    expect(response.headers.getSetCookie()[0]).toMatch(/^seen=.*; HttpOnly; SameSite=Lax$/)
  })

  it("is told by the plan", () => {
    const [plan] = app.plans
    expect(plan!.steps.at(-1)).toMatchObject({ kind: "send", note: "once what providers keep is saved" })
  })
})
