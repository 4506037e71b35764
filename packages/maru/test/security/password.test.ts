import { scryptSync } from "node:crypto"
import { describe, expect, it } from "vitest"
import { hashPassword, needsRehash, verifyPassword } from "../../src/security.ts"

/** A hash with parameters that cost little, made by hand after the PHC format. */
function cheap(password: string, ln = 4): string {
  const salt = Buffer.from("0123456789abcdef")
  const key = scryptSync(password, salt, 32, { N: 2 ** ln, r: 8, p: 1 })
  const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "")
  return `$scrypt$ln=${ln},r=8,p=1$${base64(salt)}$${base64(key)}`
}

describe("password hashes", () => {
  it("are salted, verifiable and current", async () => {
    const [first, second] = await Promise.all([hashPassword("pässwörd"), hashPassword("pässwörd")])
    expect(first).toMatch(/^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(first).not.toBe(second)
    expect(await verifyPassword("pässwörd", first)).toBe(true)
    expect(await verifyPassword("passwörd", first)).toBe(false)
    expect(needsRehash(first)).toBe(false)
  })

  it("verify with the parameters that they carry, and ask for renewal", async () => {
    expect(await verifyPassword("x", cheap("x"))).toBe(true)
    expect(await verifyPassword("y", cheap("x"))).toBe(false)
    expect(needsRehash(cheap("x"))).toBe(true)
  })

  it("are the same however the keyboard composes a letter", async () => {
    expect(await verifyPassword("e\u0301", cheap("\u00e9"))).toBe(true)
  })

  it("never fit for unknown users, broken hashes and other schemes", async () => {
    for (const hash of [undefined, "", "plain", "$2b$10$abcdefghijklmnopqrstuv", "$scrypt$ln=31,r=8,p=1$AAAA$AAAA"]) {
      expect(await verifyPassword("", hash)).toBe(false)
    }
  })

  it("are not made of passwords beyond 1024 characters, which verify as wrong", async () => {
    const long = "x".repeat(1025)
    await expect(hashPassword(long)).rejects.toThrow("at most 1024")
    expect(await verifyPassword(long, cheap("x".repeat(1024)))).toBe(false)
  })
})
