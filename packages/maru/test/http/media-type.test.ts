import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  isJson,
  isUtf8,
  negotiate,
  negotiateEncoding,
  parseMediaType,
  parseParameters,
} from "../../src/http/media-type.ts"

describe("parseMediaType", () => {
  it.each<[string, string, Record<string, string>]>([
    ["text/html", "text/html", {}],
    ["Text/HTML;Charset=UTF-8", "text/html", { charset: "UTF-8" }],
    [' application/json ; charset="utf-8" ; x = 1', "", {}],
    [' application/json ; charset="utf-8" ;; x=1;', "application/json", { charset: "utf-8", x: "1" }],
    ['multipart/form-data; boundary="a;b\\"c"', "multipart/form-data", { boundary: 'a;b"c' }],
    ["text/plain; charset=a; charset=b", "text/plain", { charset: "a" }],
    ["application/vnd.api+json", "application/vnd.api+json", {}],
  ])("reads %j", (header, essence, parameters) => {
    const type = parseMediaType(header)
    if (essence === "") expect(type).toBeUndefined()
    else {
      expect(type?.essence).toBe(essence)
      expect(Object.fromEntries(type!.parameters)).toEqual(parameters)
    }
  })

  it.each([
    undefined,
    "",
    "text",
    "text/",
    "/html",
    "text/html; charset",
    "a/b/c",
    "text/html, text/plain",
    'a/b; c="d',
    "a b/c",
  ])("finds nothing in %j", (header) => {
    expect(parseMediaType(header)).toBeUndefined()
  })

  it("knows JSON and UTF-8", () => {
    expect(["application/json", "application/problem+json", "text/json", "application/jsonl"].map(isJson)).toEqual([
      true,
      true,
      false,
      false,
    ])
    const charset = (header: string) => isUtf8(parseMediaType(header)!)
    expect(charset("text/plain")).toBe(true)
    expect(charset("text/plain; charset=UTF-8")).toBe(true)
    expect(charset("text/plain; charset=euc-kr")).toBe(false)
  })

  it("takes linear time and never throws", () => {
    const start = performance.now()
    for (const unit of [" ", ";", '"', "a=", "\\", "; ", ' "', 'a="\\']) {
      parseMediaType(`a/b;${unit.repeat(50_000)}x`)
      parseParameters(`${unit.repeat(50_000)}x`)
      negotiate(unit.repeat(50_000), ["a/b"])
    }
    expect(performance.now() - start).toBeLessThan(2000)
    fc.assert(fc.property(fc.string(), (header) => void [parseMediaType(header), negotiate(header, ["text/html"])]))
  })
})

describe("negotiate", () => {
  const offers = ["application/json", "text/html", "text/plain"]

  it.each<[string | undefined, string | undefined]>([
    [undefined, "application/json"],
    ["", "application/json"],
    ["*/*", "application/json"],
    ["text/html", "text/html"],
    ["text/*", "text/html"],
    ["TEXT/plain", "text/plain"],
    ["text/html;q=0.5, text/plain", "text/plain"],
    ["text/html;q=0.5, text/plain;q=0.5", "text/html"],
    ["application/json;q=0.1, */*", "text/html"],
    ["text/*;q=0, */*;q=0.1", "application/json"],
    ["application/json;q=0, text/*;q=0.3, text/html;q=0.2", "text/plain"],
    ["image/png", undefined],
    ["*/*;q=0", undefined],
    ["text/html;q=2, text/plain;q=0.001", "text/plain"],
    ["text/html;level=1;q=0.4, text/plain;q=0.3", "text/html"],
    [" , text/html ,", "text/html"],
    ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"],
  ])("chooses for %j", (accept, chosen) => {
    expect(negotiate(accept, offers)).toBe(chosen)
  })
})

describe("negotiateEncoding", () => {
  it.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ["", undefined],
    ["gzip, deflate, br", "br"],
    ["gzip", "gzip"],
    ["br;q=0.5, gzip;q=0.8", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["*", "br"],
    ["*;q=0", undefined],
    ["br;q=0, *", "gzip"],
    ["identity", undefined],
    ["GZIP", "gzip"],
  ])("chooses for %j", (accept, chosen) => {
    expect(negotiateEncoding(accept, ["br", "gzip"])).toBe(chosen)
  })
})
