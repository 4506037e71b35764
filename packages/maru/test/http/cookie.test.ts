import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type CookieOptions,
  InvalidCookie,
  cookieReader,
  deleteCookie,
  parseCookies,
  readCookie,
  serializeCookie,
} from "../../src/http/cookie.ts"

// Every code point, lone surrogates among them.
const character = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code))

describe("parseCookies", () => {
  it.each<[string | undefined, Record<string, string>]>([
    [undefined, {}],
    ["", {}],
    ["a=1", { a: "1" }],
    ["a=1; b=2;c=3 ;  d = 4", { a: "1", b: "2", c: "3", d: "4" }],
    ["a=1;", { a: "1" }],
    [";;; a=1 ;;", { a: "1" }],
    ["a=", { a: "" }],
    ["a=b=c==", { a: "b=c==" }],
    ["novalue; a=1; =nameless", { a: "1" }],
    ['a="quoted value"; b="; c=1', { a: "quoted value", b: '"', c: "1" }],
    ['a=""', { a: "" }],
    ["a=%EB%A7%88%EB%A3%A8", { a: "마루" }],
    ["a=100%; b=%ff; c=%zz", { a: "100%", b: "%ff", c: "%zz" }],
    ['a="%22"', { a: '"' }],
    ['a={"x":1,"y":[2]}', { a: '{"x":1,"y":[2]}' }],
    ["a=1, b=2", { a: "1, b=2" }],
    ["A=1; a=2", { A: "1", a: "2" }],
    ["a=first; a=second", { a: "first" }],
  ])("reads %j", (header, cookies) => {
    expect(Object.fromEntries(parseCookies(header))).toEqual(cookies)
  })

  it("has no names of a prototype", () => {
    const cookies = parseCookies("__proto__=x; constructor=y")
    expect(cookies.get("__proto__")).toBe("x")
    expect(cookies.get("toString")).toBeUndefined()
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined()
  })
})

describe("readCookie", () => {
  it("finds one cookie by its exact name", () => {
    const header = "xa=0; a=1; ab=2; a=3"
    expect(readCookie(header, "a")).toBe("1")
    expect(readCookie(header, "ab")).toBe("2")
    expect(readCookie(header, "b")).toBeUndefined()
    expect(readCookie(header, "A")).toBeUndefined()
    expect(readCookie(undefined, "a")).toBeUndefined()
    expect(readCookie("b=a", "a")).toBeUndefined()
  })

  it("reads several in the order of their names", () => {
    const read = cookieReader(["b", "none", "a", "__proto__"])
    expect(read("a=%20; b=2; a=9; c=3")).toEqual(["2", undefined, " ", undefined])
    expect(read(undefined)).toEqual([undefined, undefined, undefined, undefined])
    expect(read("__proto__=1")).toEqual([undefined, undefined, undefined, "1"])
  })
})

describe("serializeCookie", () => {
  it("is HttpOnly, SameSite=Lax and for the whole site by default", () => {
    expect(serializeCookie("a", "1")).toBe("a=1; Path=/; HttpOnly; SameSite=Lax")
  })

  it("writes every attribute", () => {
    const options: CookieOptions = {
      domain: "example.com",
      path: "/app",
      maxAge: 3600.9,
      expires: new Date(Date.UTC(2020, 0, 2, 3, 4, 5)),
      httpOnly: false,
      secure: true,
      sameSite: "strict",
      partitioned: true,
      priority: "high",
    }
    expect(serializeCookie("a", "1", options)).toBe(
      "a=1; Max-Age=3600; Expires=Thu, 02 Jan 2020 03:04:05 GMT; Domain=example.com; Path=/app; Secure; SameSite=Strict; Partitioned; Priority=High",
    )
  })

  it.each([
    ["a b", "a%20b"],
    ['"', "%22"],
    ["a;b,c\\d", "a%3Bb%2Cc%5Cd"],
    ["a\r\nSet-Cookie: x=1", "a%0D%0ASet-Cookie:%20x=1"],
    ["\0", "%00"],
    ["100%", "100%25"],
    ["마루", "%EB%A7%88%EB%A3%A8"],
    ["😀", "%F0%9F%98%80"],
    ["\ud800", "%EF%BF%BD"],
    ["abc.DEF+/=", "abc.DEF+/="],
  ])("encodes the value %j", (value, encoded) => {
    expect(serializeCookie("a", value).split("; ")[0]).toBe(`a=${encoded}`)
  })

  it("gives back through reading what was written", () => {
    fc.assert(
      fc.property(fc.string({ unit: character }), (value) => {
        const pair = serializeCookie("a", value).split(";")[0]
        expect(readCookie(pair, "a")).toBe(value.toWellFormed())
      }),
    )
  })

  it.each(["", "a b", "a;b", "a=b", "a\r\n", "마루", "a\0", "(", '"a"'])("refuses the name %j", (name) => {
    expect(() => serializeCookie(name, "1")).toThrow(InvalidCookie)
  })

  it.each<[string, CookieOptions]>([
    ["a domain with an attribute", { domain: "a.example; Secure" }],
    ["a domain with a line break", { domain: "a.example\r\nx: 1" }],
    ["an empty domain", { domain: "" }],
    ["a path with an attribute", { path: "/; HttpOnly" }],
    ["a path with a line break", { path: "/\r\n" }],
    ["a path without a slash", { path: "app" }],
    ["a path beyond ASCII", { path: "/마루" }],
    ["a path of more than 1024 characters", { path: `/${"a".repeat(1024)}` }],
    ["a maxAge of more than 400 days", { maxAge: 400 * 86_400 + 1 }],
    ["a maxAge that is no number", { maxAge: Number.NaN }],
    ["an infinite maxAge", { maxAge: Infinity }],
    ["an expiry of more than 400 days", { expires: new Date(Date.now() + 401 * 86_400_000) }],
    ["an invalid date", { expires: new Date(Number.NaN) }],
    ["SameSite=None without Secure", { sameSite: "none", secure: false }],
    ["Partitioned without Secure", { partitioned: true, secure: false }],
  ])("refuses %s", (_, options) => {
    expect(() => serializeCookie("a", "1", options)).toThrow(InvalidCookie)
  })

  it("accepts lives of up to 400 days and cookies that are over", () => {
    expect(serializeCookie("a", "1", { maxAge: 400 * 86_400 })).toContain("Max-Age=34560000")
    expect(serializeCookie("a", "1", { maxAge: -5 })).toContain("Max-Age=0")
    expect(() => serializeCookie("a", "1", { expires: new Date(Date.now() + 399 * 86_400_000) })).not.toThrow()
  })

  it("refuses more than 4096 bytes of name and encoded value", () => {
    expect(() => serializeCookie("abcd", "x".repeat(4092))).not.toThrow()
    expect(() => serializeCookie("abcd", "x".repeat(4093))).toThrow("larger than 4096 bytes")
    expect(() => serializeCookie("a", " ".repeat(1400))).toThrow(InvalidCookie)
  })

  describe("with prefixes", () => {
    it("adds what they demand", () => {
      expect(serializeCookie("__Host-id", "1")).toBe("__Host-id=1; Path=/; HttpOnly; Secure; SameSite=Lax")
      expect(serializeCookie("__Secure-id", "1", { path: "/a", domain: "a.example" })).toBe(
        "__Secure-id=1; Domain=a.example; Path=/a; HttpOnly; Secure; SameSite=Lax",
      )
      expect(serializeCookie("a", "1", { sameSite: "none" })).toContain("; Secure; SameSite=None")
    })

    it.each<[string, CookieOptions]>([
      ["__Host-id", { domain: "a.example" }],
      ["__Host-id", { path: "/a" }],
      ["__Host-id", { secure: false }],
      ["__HOST-id", { secure: false }],
      ["__host-id", { path: "/a" }],
      ["__Secure-id", { secure: false }],
    ])("refuses %s with %o", (name, options) => {
      expect(() => serializeCookie(name, "1", options)).toThrow(InvalidCookie)
    })
  })
})

describe("deleteCookie", () => {
  it("ends the cookie with the reach it had", () => {
    expect(deleteCookie("a", { domain: "a.example", path: "/app", maxAge: 60 })).toBe(
      "a=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Domain=a.example; Path=/app; HttpOnly; SameSite=Lax",
    )
    expect(deleteCookie("__Host-id")).toContain("; Secure")
  })
})

describe("hostile Cookie headers", () => {
  it("are read without a throw", () => {
    const pieces = fc.constantFrom("a", "=", ";", '"', "%", "%41", "%ff", " ", "\t", ",", "\\", "é", "__proto__")
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join("")),
        ),
        (header) => {
          const cookies = parseCookies(header)
          for (const [name, value] of cookies) expect(readCookie(header, name)).toBe(value)
          expect(cookieReader([...cookies.keys()])(header)).toEqual([...cookies.values()])
        },
      ),
    )
  })

  it("take linear time", () => {
    const start = performance.now()
    for (const unit of [";", "=", "a=1;", " ", '"', "%", '="', "a ;"]) parseCookies(unit.repeat(200_000))
    expect(performance.now() - start).toBeLessThan(3000)
  })
})
