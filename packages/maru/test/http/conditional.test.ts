import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  type Validators,
  type Verdict,
  evaluateConditions,
  rangeApplies,
  strongMatch,
  weakMatch,
} from "../../src/http/conditional.ts"

const modified = Date.UTC(2024, 0, 2, 3, 4, 5, 678)
const same = "Tue, 02 Jan 2024 03:04:05 GMT"
const before = "Tue, 02 Jan 2024 03:04:04 GMT"
const after = "Tue, 02 Jan 2024 03:04:06 GMT"
const current: Validators = { etag: '"v1"', lastModified: modified }
const weak: Validators = { etag: 'W/"v1"', lastModified: modified }

function verdict(method: string, headers: Record<string, string>, state: Validators | undefined = current): Verdict {
  return evaluateConditions({ method, header: (name) => headers[name] }, state)
}

describe("evaluateConditions", () => {
  it.each<[string, Record<string, string>, Verdict, Verdict]>([
    ["nothing", {}, "proceed", "proceed"],
    ["If-None-Match of this version", { "if-none-match": '"v1"' }, 304, 412],
    ["If-None-Match weak", { "if-none-match": 'W/"v1"' }, 304, 412],
    ["If-None-Match among others", { "if-none-match": '"v0", W/"a,b",  "v1"' }, 304, 412],
    ["If-None-Match of others", { "if-none-match": '"v0", "v2"' }, "proceed", "proceed"],
    ["If-None-Match with a comma inside", { "if-none-match": '"v0,v1"' }, "proceed", "proceed"],
    ["If-None-Match star", { "if-none-match": "*" }, 304, 412],
    ["If-None-Match without quotes", { "if-none-match": "v1" }, "proceed", "proceed"],
    ["If-Match of this version", { "if-match": '"v1"' }, "proceed", "proceed"],
    ["If-Match among others", { "if-match": '"v0", "v1"' }, "proceed", "proceed"],
    ["If-Match of others", { "if-match": '"v0"' }, 412, 412],
    ["If-Match weak", { "if-match": 'W/"v1"' }, 412, 412],
    ["If-Match star", { "if-match": "*" }, "proceed", "proceed"],
    ["If-Match malformed", { "if-match": "v1" }, 412, 412],
    ["If-Modified-Since same", { "if-modified-since": same }, 304, "proceed"],
    ["If-Modified-Since later", { "if-modified-since": after }, 304, "proceed"],
    ["If-Modified-Since earlier", { "if-modified-since": before }, "proceed", "proceed"],
    ["If-Modified-Since malformed", { "if-modified-since": "2024-01-02" }, "proceed", "proceed"],
    ["If-Unmodified-Since same", { "if-unmodified-since": same }, "proceed", "proceed"],
    ["If-Unmodified-Since earlier", { "if-unmodified-since": before }, 412, 412],
    ["If-Unmodified-Since malformed", { "if-unmodified-since": "x" }, "proceed", "proceed"],
    [
      "If-None-Match over If-Modified-Since",
      { "if-none-match": '"v0"', "if-modified-since": same },
      "proceed",
      "proceed",
    ],
    ["If-Match over If-Unmodified-Since", { "if-match": '"v1"', "if-unmodified-since": before }, "proceed", "proceed"],
    ["If-Match before If-None-Match", { "if-match": '"v0"', "if-none-match": '"v1"' }, 412, 412],
    ["If-Match and If-None-Match", { "if-match": '"v1"', "if-none-match": '"v1"' }, 304, 412],
    [
      "If-Unmodified-Since and If-Modified-Since",
      { "if-unmodified-since": same, "if-modified-since": same },
      304,
      "proceed",
    ],
  ])("%s", (_, headers, reading, writing) => {
    expect(verdict("GET", headers)).toBe(reading)
    expect(verdict("HEAD", headers)).toBe(reading)
    expect(verdict("PUT", headers)).toBe(writing)
    expect(verdict("DELETE", headers)).toBe(writing)
  })

  it("compares weakly for If-None-Match alone", () => {
    expect(verdict("GET", { "if-none-match": '"v1"' }, weak)).toBe(304)
    expect(verdict("PUT", { "if-match": 'W/"v1"' }, weak)).toBe(412)
  })

  it("knows that a resource does not exist yet", () => {
    const headers = (name: string, value: string) =>
      evaluateConditions({ method: "PUT", header: (h) => (h === name ? value : undefined) }, undefined)
    expect(headers("if-none-match", "*")).toBe("proceed")
    expect(headers("if-none-match", '"v1"')).toBe("proceed")
    expect(headers("if-match", "*")).toBe(412)
    expect(headers("if-match", '"v1"')).toBe(412)
    expect(headers("if-unmodified-since", same)).toBe("proceed")
  })

  it("ignores dates where the resource has none", () => {
    expect(verdict("GET", { "if-modified-since": after }, { etag: '"v1"' })).toBe("proceed")
    expect(verdict("PUT", { "if-unmodified-since": before }, { etag: '"v1"' })).toBe("proceed")
    expect(verdict("PUT", { "if-match": '"v1"' }, { lastModified: modified })).toBe(412)
    expect(verdict("PUT", { "if-match": "*" }, { lastModified: modified })).toBe("proceed")
  })

  it("never throws and takes linear time", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        verdict("GET", { "if-none-match": one, "if-modified-since": other })
        verdict("PUT", { "if-match": one, "if-unmodified-since": other })
        rangeApplies(one, current)
      }),
    )
    const start = performance.now()
    for (const unit of ['"', "W/", 'W/"', ",", '"v0",']) verdict("GET", { "if-none-match": unit.repeat(200_000) })
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe("rangeApplies", () => {
  it("needs exactly this version", () => {
    expect(rangeApplies(undefined, current)).toBe(true)
    expect(rangeApplies('"v1"', current)).toBe(true)
    expect(rangeApplies('"v0"', current)).toBe(false)
    expect(rangeApplies('W/"v1"', weak)).toBe(false)
    expect(rangeApplies(same, current)).toBe(true)
    expect(rangeApplies(after, current)).toBe(false)
    expect(rangeApplies("x", current)).toBe(false)
    expect(rangeApplies(same, { etag: '"v1"' })).toBe(false)
  })

  it("does not trust a date that is less than a second old", () => {
    const now = Date.now()
    expect(rangeApplies(new Date(now).toUTCString(), { lastModified: now })).toBe(false)
  })
})

describe("entity tags", () => {
  it("compare as RFC 9110, section 8.8.3.2 shows", () => {
    const table: [string, string, boolean, boolean][] = [
      ['W/"1"', 'W/"1"', false, true],
      ['W/"1"', 'W/"2"', false, false],
      ['W/"1"', '"1"', false, true],
      ['"1"', '"1"', true, true],
    ]
    for (const [one, other, strong, weakly] of table) {
      expect(strongMatch(one, other)).toBe(strong)
      expect(weakMatch(one, other)).toBe(weakly)
    }
  })
})
