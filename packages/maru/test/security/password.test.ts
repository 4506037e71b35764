import { argon2Sync, createHash, scryptSync } from "node:crypto"
import { describe, expect, it } from "vitest"
import { DigestRefused, hashPassword, needsRehash, verifyPassword } from "../../src/security.ts"

const salt = Buffer.from("0123456789abcdef")
const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "")

/** A hash with parameters that cost little, made by hand after the PHC format. */
function cheap(password: string, ln = 4): string {
  const key = scryptSync(password, salt, 32, { N: 2 ** ln, r: 8, p: 1 })
  return `$scrypt$ln=${ln},r=8,p=1$${base64(salt)}$${base64(key)}`
}

function cheapArgon2(message: string): string {
  const cost = { memory: 64, passes: 1, parallelism: 2 }
  const key = argon2Sync("argon2id", { message, nonce: salt, tagLength: 24, ...cost })
  return `$argon2id$v=19$m=64,t=1,p=2$${base64(salt)}$${base64(key)}`
}

describe("password hashes", () => {
  it.each([
    ["argon2id", /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/],
    ["scrypt", /^\$scrypt\$ln=17,r=8,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/],
    ["bcrypt", /^\$2b\$12\$[./A-Za-z0-9]{53}$/],
  ] as const)("of %s are salted, verifiable and current", async (algorithm, form) => {
    const hashes = await Promise.all([hashPassword("pässwörd", { algorithm }), hashPassword("pässwörd", { algorithm })])
    expect(hashes[0]).toMatch(form)
    expect(hashes[0]).not.toBe(hashes[1])
    expect(await verifyPassword("pässwörd", hashes[0])).toBe(true)
    expect(await verifyPassword("passwörd", hashes[0])).toBe(false)
    expect(needsRehash(hashes[0], { algorithm })).toBe(false)
    expect(needsRehash(hashes[0])).toBe(algorithm !== "argon2id")
  })

  it("are Argon2id's where nothing else is said", async () => {
    expect(await hashPassword("x")).toMatch(/^\$argon2id\$/)
  })

  it("verify with the parameters that they carry, and ask for renewal", async () => {
    for (const hash of [cheap("x"), cheapArgon2("x")]) {
      expect(await verifyPassword("x", hash)).toBe(true)
      expect(await verifyPassword("y", hash)).toBe(false)
      expect(needsRehash(hash)).toBe(true)
    }
  })

  it("of other systems verify", async () => {
    // Vectors of the reference implementation of Argon2 and of crypt_blowfish.
    const argon2 = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
    expect(await verifyPassword("password", argon2)).toBe(true)
    for (const letter of ["a", "b", "y"]) {
      const bcrypt = `$2${letter}$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW`
      expect(await verifyPassword("U*U", bcrypt)).toBe(true)
      expect(await verifyPassword("U*V", bcrypt)).toBe(false)
    }
  })

  it("are the same however the keyboard composes a letter", async () => {
    expect(await verifyPassword("e\u0301", cheap("\u00e9"))).toBe(true)
  })

  it("never fit for unknown users, broken hashes, other schemes and costs that nobody would pay", async () => {
    const broken = ["", "plain", "$2b$10$abcdefghijklmnopqrstuv", "$scrypt$ln=31,r=8,p=1$MDEyMzQ1Njc4OWFiY2RlZg$AAAA"]
    const dear = cheapArgon2("").replace("m=64", "m=999999999")
    const halved = cheap("").replace(/\$[^$]*$/, "$")
    for (const hash of [undefined, ...broken, dear, halved]) expect(await verifyPassword("", hash)).toBe(false)
  })

  it("take no digests, and say why", async () => {
    const of = (name: string) => createHash(name).update("x").digest("hex")
    const others = ["$1$abc$xyz", "$6$abc$xyz", "{SSHA}abc"]
    for (const digest of [of("md5"), of("sha1"), of("sha256"), of("sha512").toUpperCase(), ...others]) {
      await expect(verifyPassword("x", digest)).rejects.toThrow(DigestRefused)
      await expect(verifyPassword("x", digest)).rejects.toThrow("made to be fast")
    }
    await expect(hashPassword("x", { algorithm: "md5" as never })).rejects.toThrow("guessed fast")
    await expect(hashPassword("x", { algorithm: "__proto__" as never })).rejects.toThrow("guessed fast")
  })

  it("are not made of passwords beyond 1024 characters, which verify as wrong", async () => {
    const long = "x".repeat(1025)
    await expect(hashPassword(long)).rejects.toThrow("at most 1024")
    expect(await verifyPassword(long, cheap("x".repeat(1024)))).toBe(false)
  })

  it("of bcrypt are not made of passwords that it would cut, which verify as wrong", async () => {
    await expect(hashPassword("é".repeat(37), { algorithm: "bcrypt" })).rejects.toThrow("72 bytes")
    await expect(hashPassword("a\0b", { algorithm: "bcrypt" })).rejects.toThrow("72 bytes")
    const hash = await hashPassword("a".repeat(72), { algorithm: "bcrypt" })
    expect(await verifyPassword("a".repeat(72), hash)).toBe(true)
    expect(await verifyPassword("a".repeat(73), hash)).toBe(false)
  })

  it("never stop the event loop, and are made two at once with a queue that ends", async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    const all = await Promise.allSettled(Array.from({ length: 300 }, () => verifyPassword("x", cheap("x", 12))))
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(258)
    const refused = all.find(({ status }) => status === "rejected") as PromiseRejectedResult
    expect(refused.reason).toMatchObject({ code: "unavailable", retryAfter: 1 })
    expect(await verifyPassword("x", cheap("x"))).toBe(true)
  })
})
