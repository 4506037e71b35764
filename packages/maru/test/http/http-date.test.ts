import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatHttpDate, parseHttpDate } from "../../src/http/http-date.ts"

const example = Date.UTC(1994, 10, 6, 8, 49, 37)

describe("parseHttpDate", () => {
  it.each(["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"])(
    "reads %j",
    (text) => {
      expect(parseHttpDate(text)).toBe(example)
    },
  )

  it("takes years of two digits as near as can be", () => {
    const year = new Date().getUTCFullYear()
    const inYears = (count: number) => String((year + count) % 100).padStart(2, "0")
    expect(parseHttpDate(`Monday, 01-Jan-${inYears(40)} 00:00:00 GMT`)).toBe(Date.UTC(year + 40, 0, 1))
    expect(parseHttpDate(`Monday, 01-Jan-${inYears(60)} 00:00:00 GMT`)).toBe(Date.UTC(year - 40, 0, 1))
  })

  it.each([
    "",
    "1994-11-06T08:49:37Z",
    "Sun, 06 Nov 1994 08:49:37 UTC",
    "Sun, 06 Nov 1994 08:49:37 +0000",
    "Sun, 31 Feb 1994 08:49:37 GMT",
    "Sun, 06 Nov 1994 25:49:37 GMT",
    "Sun, 06 Nov 1994 08:61:37 GMT",
    "Sun, 6 Nov 1994 08:49:37 GMT",
    "784111777",
    " Sun, 06 Nov 1994 08:49:37 GMT",
  ])("refuses %j", (text) => {
    expect(parseHttpDate(text)).toBeUndefined()
  })

  it("reads what it writes", () => {
    const seconds = fc.integer({ min: 0, max: 4_102_444_800 })
    fc.assert(
      fc.property(seconds, (time) => {
        expect(parseHttpDate(formatHttpDate(time * 1000))).toBe(time * 1000)
      }),
    )
  })
})
