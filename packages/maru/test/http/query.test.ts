import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { HttpError } from "../../src/http/http-error.ts"
import { eachPair, parseQuery, queryReader } from "../../src/http/query.ts"

describe("parseQuery", () => {
  it.each<[string, Record<string, string | string[]>]>([
    ["", {}],
    ["a=1&b=2", { a: "1", b: "2" }],
    ["a=1&a=2&a=3", { a: ["1", "2", "3"] }],
    ["a", { a: "" }],
    ["a=", { a: "" }],
    ["=a", { "": "a" }],
    ["a==b=", { a: "=b=" }],
    ["&&a=1&&", { a: "1" }],
    ["q=a+b%2Bc", { q: "a b+c" }],
    ["page%5Bsize%5D=3&page+x=4", { "page[size]": "3", "page x": "4" }],
    ["q=%EB%A7%88%EB%A3%A8", { q: "마루" }],
    ["q=마루", { q: "마루" }],
    ["a;b=1", { "a;b": "1" }],
    ["a=?/#:", { a: "?/#:" }],
    ["a=%00", { a: "\0" }],
  ])("reads %j", (search, values) => {
    expect(Object.fromEntries(parseQuery(search))).toEqual(values)
  })

  it("keeps only wanted names", () => {
    expect([...parseQuery("a=1&b=2&c=3", ["c", "a"])]).toEqual([
      ["a", "1"],
      ["c", "3"],
    ])
  })

  it("is not confused by names of a prototype", () => {
    expect(parseQuery("__proto__=1&constructor=2").get("__proto__")).toBe("1")
    expect(queryReader(["toString", "__proto__"])("__proto__=1")).toEqual([undefined, "1"])
  })

  it.each(["a=%", "a=%f", "a=%zz", "a=%ff", "%c0%af=1", "x=1&unwanted=%ed%a0%80", "a=100%&b=1"])(
    "refuses %j",
    (search) => {
      const error = expect.objectContaining({ status: 400, code: "invalid-encoding" })
      expect(() => parseQuery(search)).toThrow(error)
      expect(() => queryReader(["x"])(search)).toThrow(error)
    },
  )

  it("bounds the number of pairs", () => {
    expect(parseQuery("a&".repeat(1000)).get("a")).toHaveLength(1000)
    expect(() => parseQuery("a&".repeat(1001))).toThrow(expect.objectContaining({ status: 400, code: "bad-request" }))
    expect(() => queryReader(["a"], 2)("a=1&b=2&c=3")).toThrow("The query has more than 2 pairs.")
    expect(() => eachPair("a&b", "form", 1, () => undefined)).toThrow(expect.objectContaining({ status: 413 }))
  })

  it("reads wanted names in the order they were given", () => {
    const read = queryReader(["limit", "tag", "q"])
    expect(read("")).toEqual([undefined, undefined, undefined])
    expect(read("tag=a&x=1&limit=10&tag=b")).toEqual(["10", ["a", "b"], undefined])
    expect(read("q=")).toEqual([undefined, undefined, ""])
  })

  it("reads well-formed queries as the web does, and throws nothing but HttpError", () => {
    const piece = fc.constantFrom("x", "y", "=", "&", "+", "%20", "%EB%A7%88", "%", "%ff", ";", "é")
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (parts) => {
        const search = parts.join("")
        try {
          const pairs: [string, string][] = []
          eachPair(search, "query", 1000, (name, value) => pairs.push([name, value]))
          expect(pairs).toEqual([...new URLSearchParams(`?${search}`)])
        } catch (error) {
          expect(error).toBeInstanceOf(HttpError)
          expect(/%(?![0-9a-f]{2})|%ff/i.test(search)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it("takes linear time", () => {
    const start = performance.now()
    parseQuery("&".repeat(1_000_000))
    parseQuery("=".repeat(1_000_000))
    parseQuery("+".repeat(1_000_000))
    parseQuery(`${"a&".repeat(999)}${"b".repeat(1_000_000)}`)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
