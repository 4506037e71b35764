import { describe, expect, it } from "vitest"
import type { Shape } from "../../src/schema/adapter.ts"
import { acceptsEmpty, acceptsMany, coerce, repeated } from "../../src/schema/coercion.ts"

const integer: Shape = { kind: "integer" }
const number: Shape = { kind: "number" }
const text: Shape = { kind: "string" }
const list = (item: Shape): Shape => ({ kind: "array", item })
const union = (...options: Shape[]): Shape => ({ kind: "union", options })
const literal = (...values: unknown[]): Shape => ({ kind: "literal", values })

describe("integers", () => {
  it.each([
    ["0", 0],
    ["1", 1],
    ["-3", -3],
    ["9007199254740993", 9007199254740992],
  ])("%s is %d", (raw, value) => {
    expect(coerce(integer)(raw)).toBe(value)
  })

  it.each([
    "",
    "01",
    "-01",
    "-0",
    "+1",
    "1e3",
    " 1",
    "1 ",
    "1.0",
    "0x1",
    "0b1",
    "1_000",
    "1,000",
    "NaN",
    "Infinity",
    "١",
    "1\n",
    `1${"0".repeat(400)}`,
  ])("%j stays text", (raw) => {
    expect(coerce(integer)(raw)).toBe(raw)
  })
})

describe("decimals", () => {
  it.each([
    ["1", 1],
    ["1.5", 1.5],
    ["-0.25", -0.25],
    ["1.50", 1.5],
    ["0.0", 0],
  ])("%s is %d", (raw, value) => {
    expect(coerce(number)(raw)).toBe(value)
  })

  it.each([
    "",
    ".5",
    "5.",
    "01.5",
    "+1.5",
    "1e3",
    "1.5e1",
    "-0",
    "-0.0",
    " 1.5",
    "1.5 ",
    "1.2.3",
    "NaN",
    "-Infinity",
    `${"9".repeat(400)}`,
  ])("%j stays text", (raw) => {
    expect(coerce(number)(raw)).toBe(raw)
  })
})

describe("booleans", () => {
  it("are true and false, and no other word", () => {
    const read = coerce({ kind: "boolean" })
    expect([read("true"), read("false")]).toEqual([true, false])
    for (const raw of ["", "1", "0", "TRUE", "True", "yes", "no", "on", "off", "t", " true"])
      expect(read(raw)).toBe(raw)
  })
})

describe("bigints", () => {
  it("keep every digit", () => {
    const read = coerce({ kind: "bigint" })
    expect(read("123456789012345678901234567890")).toBe(123456789012345678901234567890n)
    expect(read("-1")).toBe(-1n)
    for (const raw of ["", "1n", "01", "-0", "1.0", "9".repeat(1001)]) expect(read(raw)).toBe(raw)
  })
})

describe("dates", () => {
  const read = coerce({ kind: "date" })

  it.each([
    ["2024-02-29", "2024-02-29T00:00:00.000Z"],
    ["2024-02-29T12:30:00Z", "2024-02-29T12:30:00.000Z"],
    ["2024-02-29t12:30:00.123z", "2024-02-29T12:30:00.123Z"],
    ["2024-02-29T12:30:00+09:00", "2024-02-29T03:30:00.000Z"],
  ])("%s is %s", (raw, iso) => {
    expect((read(raw) as Date).toISOString()).toBe(iso)
  })

  it.each([
    "",
    "2024",
    "2024-02",
    "2023-02-29",
    "2024-04-31",
    "2024-00-10",
    "2024-13-01",
    "2024-01-00",
    "2024-02-29T12:30:00",
    "2024-02-29 12:30:00Z",
    "2024-02-29T24:00:00Z",
    "2024-02-29T12:60:00Z",
    "29/02/2024",
    "1709164800000",
    "now",
  ])("%j stays text", (raw) => {
    expect(read(raw)).toBe(raw)
  })
})

describe("literals", () => {
  it("find numbers, booleans and bigints by their text, and strings before them", () => {
    const read = coerce(literal(1, true, 5n, "2", null))
    expect(["1", "true", "5", "2", "null", "01"].map(read)).toEqual([1, true, 5n, "2", "null", "01"])
    expect(coerce(literal(2, "2"))("2")).toBe("2")
  })
})

describe("unions", () => {
  it("keep the text if an option accepts text", () => {
    expect(coerce(union(integer, text))("1")).toBe("1")
    expect(coerce(union(integer, { kind: "unknown" }))("1")).toBe("1")
  })

  it("try their other options", () => {
    const read = coerce(union(integer, { kind: "boolean" }, { kind: "date" }, { kind: "null" }))
    expect(["1", "true", "1.5", "null"].map((raw) => read(raw))).toEqual([1, true, "1.5", "null"])
    expect(read("2024-01-01")).toEqual(new Date("2024-01-01"))
  })

  it("keep a text that is one of their literals", () => {
    const read = coerce(union(integer, literal("all", "1")))
    expect(["all", "1", "2"].map(read)).toEqual(["all", "1", 2])
  })
})

describe("repeated keys", () => {
  it("are for lists only", () => {
    expect(coerce(integer)(["1", "2"])).toBe(repeated)
    expect(coerce(text)(["a", "a"])).toBe(repeated)
    expect(coerce(integer)(["1"])).toBe(1)
    expect(coerce(list(integer))(["1", "x"])).toEqual([1, "x"])
    expect(coerce(list(integer))("1")).toEqual([1])
    expect(coerce(list(text))([])).toEqual([])
  })

  it("leave an absent list absent", () => {
    expect(coerce(list(integer))(undefined)).toBeUndefined()
  })

  it("choose between the scalar and the list of a union", () => {
    const read = coerce(union(integer, list(integer)))
    expect([read("1"), read(["1"]), read(["1", "2"])]).toEqual([1, 1, [1, 2]])
  })

  it("are announced by the shape", () => {
    expect([acceptsMany(text), acceptsMany(list(text)), acceptsMany(union(text, list(text)))]).toEqual([
      false,
      true,
      true,
    ])
  })
})

it("knows who accepts an empty text", () => {
  expect(
    [text, integer, { kind: "date" } as Shape, literal(""), literal("a"), union(integer, text), list(integer)].map(
      acceptsEmpty,
    ),
  ).toEqual([true, false, false, true, false, true, false])
})
