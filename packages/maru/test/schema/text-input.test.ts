import { describe, expect, it } from "vitest"
import { z } from "zod"
import type { RawText } from "../../src/schema/coercion.ts"
import type { Fault } from "../../src/schema/fault.ts"
import { textFields, textInput } from "../../src/schema/text-input.ts"

/** The value of one parameter, or its faults as "code pointer expected received". */
function read(schema: z.ZodType, raw: RawText): unknown {
  const faults: Fault[] = []
  const value = textInput(schema).read(raw, { in: "query", name: "p" }, faults)
  expect(faults.every((fault) => fault.in === "query" && fault.name === "p")).toBe(true)
  return faults.length === 0 ? value : faults.map(summary)
}

function summary({ code, pointer, expected, received }: Fault): string {
  return [code, pointer, expected, received].join(" | ")
}

describe("one parameter", () => {
  it("is coerced and validated", () => {
    expect(read(z.int().min(1), "7")).toBe(7)
    expect(read(z.boolean(), "true")).toBe(true)
    expect(read(z.date(), "2024-01-01")).toEqual(new Date("2024-01-01"))
    expect(read(z.iso.date(), "2024-01-01")).toBe("2024-01-01")
    expect(read(z.bigint(), "9007199254740993")).toBe(9007199254740993n)
    expect(read(z.enum({ A: 1, B: 2 }), "2")).toBe(2)
    expect(read(z.union([z.int(), z.literal("all")]), "3")).toBe(3)
    expect(read(z.string(), "3")).toBe("3")
    expect(read(z.stringbool(), "yes")).toBe(true)
    expect(
      read(
        z.string().transform((text) => text.length),
        "abc",
      ),
    ).toBe(3)
    expect(read(z.coerce.number(), "1.5")).toBe(1.5)
    expect(read(z.int().nullable(), "1")).toBe(1)
    expect(read(z.set(z.string()).optional(), undefined)).toBeUndefined()
  })

  it("says what it expected where the text is something else", () => {
    expect(read(z.int(), "abc")).toEqual(["invalid_type |  | integer | string"])
    expect(read(z.number(), "1e3")).toEqual(["invalid_type |  | number | string"])
    expect(read(z.boolean(), "1")).toEqual(["invalid_type |  | boolean | string"])
    expect(read(z.date(), "2024-02-30")).toEqual(["invalid_type |  | date | string"])
    expect(read(z.int().min(3), "2")).toEqual(["too_small |  | number at least 3 | number"])
    expect(read(z.int(), "9007199254740993")).toEqual(["too_big |  | integer at most 9007199254740991 | number"])
    expect(read(z.literal([1, "a"]), "b")).toEqual(['invalid_value |  | 1 or "a" | string'])
    expect(read(z.array(z.int()), ["1", "x"])).toEqual(["invalid_type | /1 | integer | string"])
  })

  it("is missing, unless it may be", () => {
    expect(read(z.int(), undefined)).toEqual(["missing |  | integer | nothing"])
    expect(read(z.string(), undefined)).toEqual(["missing |  | string | nothing"])
    expect(read(z.array(z.string()), undefined)).toEqual(["missing |  | array | nothing"])
    expect(read(z.int().optional(), undefined)).toBeUndefined()
    expect(read(z.int().default(5), undefined)).toBe(5)
    expect(read(z.array(z.string()).default(["x"]), undefined)).toEqual(["x"])
    expect(read(z.int().prefault(3), undefined)).toBe(3)
    expect(read(z.int().catch(9), "x")).toBe(9)
  })

  it("may be empty only as text", () => {
    expect(read(z.string(), "")).toBe("")
    expect(read(z.int(), "")).toEqual(["invalid_type |  | integer | string"])
    expect(read(z.int().optional(), "")).toEqual(["invalid_type |  | integer | string"])
    expect(read(z.coerce.number(), "")).toEqual(["invalid_type |  | number | string"])
    expect(read(z.coerce.boolean(), "")).toEqual(["invalid_type |  | boolean | string"])
  })

  it("may be repeated only as a list", () => {
    expect(read(z.int(), ["1", "2"])).toEqual(["repeated |  | integer | array"])
    expect(read(z.string().optional(), ["a", "b"])).toEqual(["repeated |  | string | array"])
    expect(read(z.array(z.int()).max(2), ["1", "2"])).toEqual([1, 2])
    expect(read(z.array(z.int()), "1")).toEqual([1])
    expect(textInput(z.array(z.int()).optional()).many).toBe(true)
    expect(textInput(z.int()).many).toBe(false)
  })

  it("is asynchronous only if a check is", async () => {
    const schema = z.string().refine(async (text) => text === "ok")
    const faults: Fault[] = []
    const result = textInput(schema).read("no", { in: "query", name: "p" }, faults)
    expect(result).toBeInstanceOf(Promise)
    await result
    expect(faults.map((fault) => fault.code)).toEqual(["custom"])
  })

  it("cannot be an object", () => {
    expect(() => textInput(z.object({ a: z.string() }))).toThrow(/object/)
  })
})

const Page = z.object({
  offset: z.int().min(0).default(0),
  limit: z.int().max(100).default(20),
  tags: z.array(z.string()).optional(),
  q: z.string(),
})

function readFields(schema: z.ZodType, raws: Record<string, RawText>, nameOf?: (field: string) => string): unknown {
  const faults: Fault[] = []
  const input = textFields(schema, nameOf)
  const value = input.read(
    input.fields.map((field) => raws[field.name]),
    "query",
    faults,
  )
  return faults.length === 0 ? value : faults.map((fault) => `${fault.name} | ${summary(fault)}`)
}

describe("an object that spreads into parameters", () => {
  it("tells its fields", () => {
    expect(textFields(Page).fields).toEqual([
      { name: "offset", many: false, list: false, optional: true },
      { name: "limit", many: false, list: false, optional: true },
      { name: "tags", many: true, list: true, optional: true },
      { name: "q", many: false, list: false, optional: false },
    ])
  })

  it("is validated as a whole", () => {
    expect(readFields(Page, { q: "x", limit: "5", tags: ["a", "b"] })).toEqual({
      offset: 0,
      limit: 5,
      tags: ["a", "b"],
      q: "x",
    })
    const range = z
      .object({ from: z.int(), to: z.int() })
      .refine((value) => value.from <= value.to, { path: ["to"], error: "ends before it starts" })
    expect(readFields(range, { from: "1", to: "2" })).toEqual({ from: 1, to: 2 })
    expect(readFields(range, { from: "3", to: "2" })).toEqual(["to | custom |  | a valid value | number"])
    const whole = range.refine(() => false)
    expect(readFields(whole, { from: "1", to: "2" })).toEqual([" | custom |  | a valid value | object"])
  })

  it("reports each field once, by its own name", () => {
    expect(readFields(Page, { offset: "-1", limit: "", tags: "a" })).toEqual([
      "limit | invalid_type |  | integer | string",
      "q | missing |  | string | nothing",
      "offset | too_small |  | number at least 0 | number",
    ])
    expect(readFields(z.object({ ids: z.array(z.int()) }), { ids: ["1", "x"] })).toEqual([
      "ids | invalid_type | /1 | integer | string",
    ])
    expect(readFields(Page, { q: ["a", "b"] })).toEqual(["q | repeated |  | string | array"])
    expect(readFields(z.object({ "a/b~c": z.int() }), { "a/b~c": "x" })).toEqual([
      "a/b~c | invalid_type |  | integer | string",
    ])
  })

  it("uses the names that were sent", () => {
    const faults = readFields(z.object({ userAgent: z.string(), age: z.int() }), { age: "x" }, (field) =>
      field === "userAgent" ? "user-agent" : field,
    )
    expect(faults).toEqual(["user-agent | missing |  | string | nothing", "age | invalid_type |  | integer | string"])
  })

  it("never assigns a prototype", () => {
    const schema = z.object({ a: z.string().optional(), ["__proto__"]: z.any() })
    const value = readFields(schema, { a: "x", ["__proto__"]: "polluted" }) as object
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value)).toEqual(["a"])
  })

  it("must be an object", () => {
    expect(() => textFields(z.string())).toThrow(/object/)
  })
})
