import { assert, date, property, string, stringMatching } from "fast-check"
import { describe, expect, test } from "vitest"
import { readIsoDate } from "../../../src/data/dialects/sqlite/iso-date.ts"

function same(text: string): void {
  expect(readIsoDate(text).getTime()).toBe(new Date(text).getTime())
}

describe("dates of rows", () => {
  test("are what the engine reads, for every year of four digits", () => {
    const years = { min: new Date("0000-01-01T00:00:00.000Z"), max: new Date("9999-12-31T23:59:59.999Z") }
    assert(property(date({ ...years, noInvalidDate: true }), (day) => same(day.toISOString())))
    for (let day = Date.UTC(1896, 0, 1); day < Date.UTC(1905, 0, 1); day += 86_400_000)
      same(new Date(day).toISOString())
  })

  test("are no better than what the engine reads, for anything else", () => {
    assert(property(stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/), same))
    assert(
      property(stringMatching(/^[0-9:/ -]{4}-[0-9:]{2}-[0-9/]{2}T[0-9:]{2}:[0-9]{2}:[0-9]{2}\.[0-9+ ]{3}Z$/), same),
    )
    assert(property(string(), same))
    for (const text of [
      "",
      "2026-01-31",
      "2026-02-31T00:00:00.000Z",
      "2026-01-01T24:00:00.000Z",
      "+02026-01-01T00:00:00Z",
    ])
      same(text)
    for (const text of ["2026-00-10T00:00:00.000Z", "2026-13-10T00:00:00.000Z", "2026-01-00T00:00:00.000Z"]) same(text)
  })
})
