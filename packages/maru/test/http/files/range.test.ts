import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { contentRange, parseRange } from "../../../src/http/files/range.ts"

describe("parseRange", () => {
  it.each<[string | undefined, ReturnType<typeof parseRange>]>([
    [undefined, "whole"],
    ["bytes=0-0", [{ start: 0, end: 1 }]],
    ["bytes=2-4", [{ start: 2, end: 5 }]],
    ["bytes=2-", [{ start: 2, end: 10 }]],
    ["bytes=-3", [{ start: 7, end: 10 }]],
    ["bytes=-30", [{ start: 0, end: 10 }]],
    ["bytes=0-99", [{ start: 0, end: 10 }]],
    ["bytes=9-9", [{ start: 9, end: 10 }]],
    ["BYTES=0-1", [{ start: 0, end: 2 }]],
    [
      "bytes=0-1, 4-5",
      [
        { start: 0, end: 2 },
        { start: 4, end: 6 },
      ],
    ],
    [
      "bytes= , 0-1 ,, 4-5",
      [
        { start: 0, end: 2 },
        { start: 4, end: 6 },
      ],
    ],
    [
      "bytes=8-9,0-1",
      [
        { start: 8, end: 10 },
        { start: 0, end: 2 },
      ],
    ],
    ["bytes=0-3,2-5", [{ start: 0, end: 6 }]],
    ["bytes=0-1,2-3", [{ start: 0, end: 4 }]],
    [
      "bytes=8-,0-1,1-2",
      [
        { start: 0, end: 3 },
        { start: 8, end: 10 },
      ],
    ],
    ["bytes=0-1,50-60", [{ start: 0, end: 2 }]],
    ["bytes=10-", "unsatisfiable"],
    ["bytes=10-12", "unsatisfiable"],
    ["bytes=50-60,70-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    [`bytes=${"9".repeat(400)}-`, "unsatisfiable"],
    [`bytes=0-${"9".repeat(400)}`, [{ start: 0, end: 10 }]],
    ["bytes=4-2", "whole"],
    ["bytes=0-1,4-2", "whole"],
    ["bytes=", "whole"],
    ["bytes=,", "whole"],
    ["bytes=-", "whole"],
    ["bytes=a-b", "whole"],
    ["bytes=1", "whole"],
    ["bytes=1-2-3", "whole"],
    ["bytes=+1-2", "whole"],
    ["bytes=0x1-2", "whole"],
    ["bytes = 0-1", "whole"],
    ["items=0-1", "whole"],
    ["0-1", "whole"],
    ["", "whole"],
  ])("reads %j of ten bytes", (header, expected) => {
    expect(parseRange(header, 10)).toEqual(expected)
  })

  it("sends everything to those who ask for too many ranges", () => {
    const many = (count: number) =>
      `bytes=${Array.from({ length: count }, (_, index) => `${index * 2}-${index * 2}`).join(",")}`
    expect(parseRange(many(16), 1000)).toHaveLength(16)
    expect(parseRange(many(17), 1000)).toBe("whole")
  })

  it("knows that an empty content has no bytes to ask for", () => {
    expect(parseRange("bytes=0-", 0)).toBe("unsatisfiable")
    expect(parseRange("bytes=-5", 0)).toBe("whole")
  })

  it("gives ranges inside the content that do not overlap, whatever is asked", () => {
    const number = fc.oneof(fc.nat(30).map(String), fc.constantFrom("", "00", "x", "99999999999999999999"))
    const spec = fc.tuple(number, fc.constantFrom("-", "-", "-", "--", ""), number).map((parts) => parts.join(""))
    const header = fc.oneof(
      fc.string(),
      fc.array(spec, { maxLength: 6 }).map((specs) => `bytes=${specs.join(",")}`),
    )
    fc.assert(
      fc.property(header, fc.nat(20), (header, size) => {
        const ranges = parseRange(header, size)
        if (typeof ranges === "string") return
        expect(ranges.length).toBeGreaterThan(0)
        const taken = new Set<number>()
        for (const { start, end } of ranges) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThan(start)
          expect(end).toBeLessThanOrEqual(size)
          for (let at = start; at < end; at++) {
            expect(taken.has(at)).toBe(false)
            taken.add(at)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })

  it("takes linear time", () => {
    const start = performance.now()
    for (const unit of [",", "-", " ", "1", "0-1,", "1-"]) parseRange(`bytes=${unit.repeat(300_000)}`, 10)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})

describe("contentRange", () => {
  it("counts the last byte in", () => {
    expect(contentRange({ start: 2, end: 5 }, 10)).toBe("bytes 2-4/10")
  })
})
