import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { contentDisposition } from "../../../src/http/files/content-disposition.ts"
import { contentTypeOf, isCompressible, knownContentType } from "../../../src/http/files/content-type.ts"
import { HeaderList } from "../../../src/http/header-list.ts"

// Every code point, lone surrogates among them.
const character = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code))

describe("contentDisposition", () => {
  it.each<[string | undefined, string]>([
    [undefined, "attachment"],
    ["", "attachment"],
    ["a.txt", 'attachment; filename="a.txt"'],
    ["a b;c.txt", 'attachment; filename="a b;c.txt"'],
    ["보고서.pdf", "attachment; filename=\"___.pdf\"; filename*=UTF-8''%EB%B3%B4%EA%B3%A0%EC%84%9C.pdf"],
    ["😀.txt", "attachment; filename=\"_.txt\"; filename*=UTF-8''%F0%9F%98%80.txt"],
    ['a"b\\c.txt', 'attachment; filename="c.txt"'],
    ['a"b.txt', "attachment; filename=\"a_b.txt\"; filename*=UTF-8''a%22b.txt"],
    ["100%.txt", "attachment; filename=\"100_.txt\"; filename*=UTF-8''100%25.txt"],
    ["it's (1)*.txt", 'attachment; filename="it\'s (1)*.txt"'],
    ["é'(*).txt", "attachment; filename=\"_'(*).txt\"; filename*=UTF-8''%C3%A9%27%28%2A%29.txt"],
    ["../../etc/passwd", 'attachment; filename="passwd"'],
    ["C:\\Users\\a.txt", 'attachment; filename="a.txt"'],
    ["a\r\nSet-Cookie: x=1.txt", 'attachment; filename="aSet-Cookie: x=1.txt"'],
    ["\ud800.txt", "attachment; filename=\"_.txt\"; filename*=UTF-8''%EF%BF%BD.txt"],
  ])("names %j", (name, value) => {
    expect(contentDisposition("attachment", name)).toBe(value)
  })

  it("can always be sent", () => {
    expect(contentDisposition("inline", "a.txt")).toBe('inline; filename="a.txt"')
    fc.assert(
      fc.property(fc.string({ unit: character }), (name) => {
        const value = contentDisposition("attachment", name)
        expect(HeaderList.from([["content-disposition", value]]).get("content-disposition")).toBe(value)
        expect(value).toMatch(/^attachment(?:; filename="[^"]+"(?:; filename\*=UTF-8''[!#$&+\-.^_`|~\w%]+)?)?$/)
      }),
    )
  })
})

describe("contentTypeOf", () => {
  it.each([
    ["index.html", "text/html; charset=utf-8"],
    ["a/b.JS", "text/javascript; charset=utf-8"],
    ["a.tar.gz", "application/gzip"],
    ["a.json", "application/json"],
    ["a.svg", "image/svg+xml"],
    ["a", "application/octet-stream"],
    ["a.unknown", "application/octet-stream"],
    ["a.constructor", "application/octet-stream"],
    ["a.__proto__", "application/octet-stream"],
    ["", "application/octet-stream"],
  ])("knows %j", (name, type) => {
    expect(contentTypeOf(name)).toBe(type)
  })

  it("knows which content is worth compressing", () => {
    expect(
      ["a.html", "a.js", "a.json", "a.svg", "a.wasm", "a.ttf", "a.webmanifest"]
        .map(contentTypeOf)
        .every(isCompressible),
    ).toBe(true)
    expect(["a.png", "a.zip", "a.woff2", "a.mp4", "a.pdf", "a"].map(contentTypeOf).some(isCompressible)).toBe(false)
    expect(knownContentType("a.unknown")).toBeUndefined()
  })
})
