import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { findJsonFault } from "../../src/http/json-fault.ts"
import { InvalidJson, parseJson } from "../../src/http/json.ts"

function fault(text: string, depth?: number): InvalidJson {
  try {
    parseJson(text, depth === undefined ? {} : { depth })
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidJson)
    return error as InvalidJson
  }
  throw new Error("The text was accepted")
}

describe("parseJson", () => {
  it.each(["0", "-0", "1.5e-3", '"\\u00e9\\ud55c"', "null", "true", " [1 , {}] \r\n\t", '{"a":{"b":[]}}', '""'])(
    "reads %j as JSON.parse does",
    (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text))
    },
  )

  it("lets the last of a repeated key count", () => {
    expect(parseJson('{"a":1,"a":2}')).toEqual({ a: 2 })
  })

  it("reads numbers as doubles", () => {
    expect(parseJson("9007199254740993")).toBe(9007199254740992)
    expect(parseJson("1e999")).toBe(Infinity)
  })

  it.each([
    ["", "The body is empty where JSON was expected."],
    [" \n", "The body is empty where JSON was expected."],
    ["{", "a key in double quotes was expected at line 1, column 2 (offset 1)"],
    ["{'a':1}", "a key in double quotes was expected at line 1, column 2 (offset 1)"],
    ['{"a" 1}', '":" was expected at line 1, column 6 (offset 5)'],
    ['{"a":1\n "b":2}', '"," or "}" was expected at line 2, column 2 (offset 8)'],
    ['{"a":1,}', "a key in double quotes was expected at line 1, column 8 (offset 7)"],
    ["[1,]", "a value was expected at line 1, column 4 (offset 3)"],
    ["[1 2]", '"," or "]" was expected at line 1, column 4 (offset 3)'],
    ["[1}", '"," or "]" was expected at line 1, column 3 (offset 2)'],
    ["1 2", "the end was expected at line 1, column 3 (offset 2)"],
    ["01", "the end was expected at line 1, column 2 (offset 1)"],
    [".5", "a value was expected at line 1, column 1 (offset 0)"],
    ["+1", "a value was expected"],
    ["1.", "the end was expected at line 1, column 2"],
    ["NaN", "a value was expected"],
    ["Infinity", "a value was expected"],
    ["undefined", "a value was expected"],
    ["tru", "a value was expected"],
    ['"abc', "a closing quote was expected at line 1, column 5 (offset 4)"],
    ['"a\nb"', "an escape for a control character was expected at line 1, column 3 (offset 2)"],
    ['"\\x41"', "a valid escape was expected at line 1, column 2 (offset 1)"],
    ['"\\u12"', "a valid escape was expected"],
    ["// c\n1", "a value was expected"],
    ["\ufeff1", "a value was expected at line 1, column 1 (offset 0)"],
    ["\u00a01", "a value was expected"],
    ["]", "a value was expected"],
  ])("refuses %j", (text, message) => {
    const error = fault(text)
    expect(error).toMatchObject({ status: 400, code: "invalid-json" })
    expect(error.message).toContain(message)
  })

  it("carries the place", () => {
    expect(fault('{\n  "a": x\n}').place).toEqual({ offset: 9, line: 2, column: 8 })
    expect(fault("").place).toBeUndefined()
  })

  it("never quotes the body", () => {
    expect(fault('{"password":"hunter2"; }').message).not.toContain("hunter2")
    expect(fault("hunter2").message).not.toContain("hunter2")
  })

  describe("and prototypes", () => {
    it.each([
      '{"__proto__":{"admin":true}}',
      '{"a":[{"__proto__":null}]}',
      '{"\\u005f_proto__":1}',
      '{"\\u005F\\u005f\\u0070roto__":1}',
      '{"constructor":{"prototype":{"admin":true}}}',
      '{"c\\u006fnstructor":{"protot\\u0079pe":{}}}',
    ])("refuses %s", (text) => {
      expect(fault(text)).toMatchObject({ status: 400, code: "invalid-json" })
    })

    it("names the key", () => {
      expect(fault('{"__proto__":1}').message).toBe('The body has the key "__proto__", which is not accepted.')
    })

    it.each([
      '{"constructor":3}',
      '{"constructor":{"name":"x"}}',
      '{"a":"__proto__"}',
      '["__proto__","constructor"]',
      '{"prototype":{}}',
    ])("accepts %s", (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text))
    })
  })

  describe("and depth", () => {
    const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels)

    it("accepts the limit and refuses one level more", () => {
      expect(parseJson(nested(128))).toEqual(JSON.parse(nested(128)))
      expect(fault(nested(129)).message).toBe(
        "The body is nested deeper than 128 levels at line 1, column 129 (offset 128).",
      )
      expect(parseJson('{"a":[]}', { depth: 2 })).toEqual({ a: [] })
      expect(fault('{"a":[{}]}', 2).place?.offset).toBe(6)
    })

    it("does not count brackets in strings, or side by side", () => {
      const wide = `[${Array.from({ length: 500 }, () => "[{}]").join(",")}]`
      expect(parseJson(wide, { depth: 3 })).toHaveLength(500)
      const text = JSON.stringify([`${"[".repeat(300)}\\"${"{".repeat(300)}`, "\\", "[[["])
      expect(parseJson(text, { depth: 1 })).toEqual(JSON.parse(text))
    })

    it("refuses a megabyte of brackets quickly, whatever else is wrong", () => {
      const start = performance.now()
      expect(fault("[".repeat(1_000_000)).message).toContain("deeper")
      expect(fault('{"a":'.repeat(200_000)).message).toContain("deeper")
      expect(fault(`"${"[".repeat(1_000_000)}`).message).toContain("a closing quote")
      expect(fault(`${"]".repeat(500_000)}${"[".repeat(500_000)}`).message).toContain("a value")
      expect(fault(`["${'\\\\\\"'.repeat(250_000)}`).message).toContain("a closing quote")
      expect(performance.now() - start).toBeLessThan(2000)
    })
  })

  it("agrees with JSON.parse on every text, and finds a place for every fault", () => {
    const pieces = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"',
      "1",
      "-",
      "0",
      ".",
      "e",
      "null",
      " ",
      "\n",
      "\\",
    )
    const text = fc.oneof(
      fc.json(),
      fc.string(),
      fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join("")),
    )
    fc.assert(
      fc.property(text, (text) => {
        let native: { value: unknown } | undefined
        try {
          native = { value: JSON.parse(text) }
        } catch {
          native = undefined
        }
        expect(findJsonFault(text) === undefined).toBe(native !== undefined)
        if (!native) expect(fault(text).code).toBe("invalid-json")
        else if (!text.includes("__proto__") && !text.includes("constructor")) {
          expect(parseJson(text)).toEqual(native.value)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
