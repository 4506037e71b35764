import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { HttpError } from "../../src/http/http-error.ts"
import { checkPath, decodeSegment } from "../../src/http/target.ts"

describe("decodeSegment", () => {
  it.each([
    ["", ""],
    ["plain", "plain"],
    ["a%20b", "a b"],
    ["a+b", "a+b"],
    ["%EB%A7%88%eb%a3%a8", "마루"],
    ["a%2Fb", "a/b"],
    ["a%2fb%5Cc", "a/b\\c"],
    ["%25%32%46", "%2F"],
    ["a;v=1", "a;v=1"],
    ["%F0%9F%98%80", "😀"],
  ])("decodes %j once", (segment, text) => {
    expect(decodeSegment(segment)).toBe(text)
  })

  it.each([
    "%",
    "%4",
    "%zz",
    "a%",
    "%%41",
    "%ff",
    "%c0%af",
    "%ed%a0%80",
    "%f4%90%80%80",
    "%EB%A7",
    "%00",
    "a%00b",
    "%u0041",
  ])("refuses %j", (segment) => {
    expect(() => decodeSegment(segment)).toThrow(expect.objectContaining({ status: 400, code: "invalid-encoding" }))
  })

  it("throws nothing but HttpError, and gives back what was encoded", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(%[0-9a-f]{0,2}|a){0,8}$/)), (segment) => {
        try {
          decodeSegment(segment)
        } catch (error) {
          expect(error).toBeInstanceOf(HttpError)
        }
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes("\0"))
        expect(decodeSegment(encodeURIComponent(text))).toBe(text)
      }),
    )
  })
})

describe("checkPath", () => {
  it.each([
    "/",
    "/posts",
    "/posts/",
    "/a;x=1/b;y",
    "/..;/a",
    "/.well-known/security.txt",
    "/...",
    "/a..b/..c/d..",
    "/file%2ejs",
    "/a%2Fb",
    "/%EB%A7%88",
    "/a%",
    "/*",
    "/a:b@c!$&'()*+,=",
  ])("lets %j through", (path) => {
    expect(() => checkPath(path)).not.toThrow()
  })

  it.each([
    "",
    "a",
    "*",
    "//",
    "//evil.example",
    "/a//b",
    "/a//",
    "/.",
    "/..",
    "/../a",
    "/a/./b",
    "/a/../b",
    "/a/..",
    "/%2e",
    "/%2e%2e/a",
    "/.%2E/a",
    "/a/%2E./b",
    "/a\\b",
    "/..\\a",
    "/a%5cb",
    "/a%5C..%5Cb",
    "/a b",
    "/a\tb",
    "/a\0b",
    "/마루",
    "/a\u0080",
    "/a\r\nb",
  ])("refuses %j", (path) => {
    expect(() => checkPath(path)).toThrow(expect.objectContaining({ status: 400, code: "bad-request" }))
  })

  it.each(["/a%00", "/%00/b"])("refuses %j", (path) => {
    expect(() => checkPath(path)).toThrow(expect.objectContaining({ status: 400, code: "invalid-encoding" }))
  })

  it("leaves no path that the URL parser would read differently", () => {
    const piece = fc.constantFrom("/", ".", "..", "%2e", "%2E", "\\", "%5c", "a", ";", "%2f", "%00", " ", "é", "\t")
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (parts) => {
        const path = `/${parts.join("")}`
        try {
          checkPath(path)
        } catch (error) {
          expect(error).toBeInstanceOf(HttpError)
          return
        }
        expect(new URL(`http://a${path}`).pathname).toBe(path)
      }),
      { numRuns: 3000 },
    )
  })
})
