import { isDeepStrictEqual } from "node:util"
import { assert, jsonValue, property } from "fast-check"
import { describe, expect, test } from "vitest"
import { copyJson, jsonChanged } from "../../../src/data/dialects/json-copy.ts"

const parsed = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe("values that are stored as JSON", () => {
  test("have changed where JSON says something else, and only there", () => {
    assert(
      property(jsonValue(), jsonValue(), (one, other) => {
        expect(jsonChanged(one, copyJson(one))).toBe(false)
        expect(jsonChanged(parsed(one), copyJson(one))).toBe(false)
        expect(jsonChanged(other, copyJson(one))).toBe(!isDeepStrictEqual(parsed(other), parsed(one)))
      }),
    )
  })

  test("are copied all the way down", () => {
    const value = { tags: ["a", { deep: [1] }], more: { nothing: null } }
    const kept = copyJson(value)
    ;(value.tags[1] as { deep: number[] }).deep.push(2)
    expect(jsonChanged(value, kept)).toBe(true)
    ;(value.tags[1] as { deep: number[] }).deep.pop()
    expect(jsonChanged(value, kept)).toBe(false)
  })

  test("are compared as JSON writes them: dates as text, members without a value not at all", () => {
    const value = { at: new Date(0), left: undefined as string | undefined, list: [undefined, Number.NaN] }
    const kept = copyJson(value)
    expect(jsonChanged(value, kept)).toBe(false)
    expect(jsonChanged({ at: "1970-01-01T00:00:00.000Z", list: [null, null] }, kept)).toBe(false)
    value.at.setTime(1)
    expect(jsonChanged(value, kept)).toBe(true)
  })

  test("may have members named like those of every object", () => {
    const value = JSON.parse('{ "__proto__": { "a": [1] }, "constructor": 1 }') as Record<string, unknown>
    const kept = copyJson(value)
    expect(jsonChanged(value, kept)).toBe(false)
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype)
    expect(jsonChanged({ constructor: 1 }, kept)).toBe(true)
    expect(jsonChanged({}, copyJson({ toString: 1 }))).toBe(true)
  })
})
