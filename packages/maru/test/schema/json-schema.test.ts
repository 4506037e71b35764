import { describe, expect, it } from "vitest"
import { z } from "zod"
import * as mini from "zod/mini"
import { adapterOf } from "../../src/schema/adapters.ts"
import { jsonInput } from "../../src/schema/json-input.ts"
import type { Fault } from "../../src/schema/fault.ts"

const describeSchema = (schema: z.ZodType, side: "input" | "output") => adapterOf(schema).jsonSchema(schema, side)
const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})
const epoch = z.codec(z.int(), z.date(), { decode: (ms) => new Date(ms), encode: (date) => date.getTime() })

describe("JSON Schema", () => {
  it("has defaults on the input side and requires them on the output side", () => {
    const schema = z.object({ a: z.string().default("x"), b: z.int().optional() })
    expect(describeSchema(schema, "input")).toMatchObject({ properties: { a: { type: "string", default: "x" } } })
    expect(describeSchema(schema, "input")["required"]).toBeUndefined()
    expect(describeSchema(schema, "output")).toMatchObject({ required: ["a"], additionalProperties: false })
  })

  it("describes what travels, on both sides", () => {
    for (const side of ["input", "output"] as const) {
      const schema = z.object({
        date: z.date(),
        big: z.bigint(),
        bytes: z.instanceof(Uint8Array),
        iso: isoDate,
        epoch: epoch.optional(),
        file: z.file(),
      })
      expect(describeSchema(schema, side)["properties"]).toMatchObject({
        date: { type: "string", format: "date-time" },
        big: { type: "string", pattern: expect.any(String) },
        bytes: { type: "string", contentEncoding: "base64" },
        iso: { type: "string", format: "date-time" },
        epoch: { type: "integer" },
        file: { type: "string", format: "binary" },
      })
    }
  })

  it("agrees with what is encoded", () => {
    const schema = z.object({ date: z.date(), big: z.bigint(), epoch })
    const value = JSON.parse(adapterOf(schema).encode(schema)({ date: new Date(0), big: -5n, epoch: new Date(7) }))
    const properties = describeSchema(schema, "output")["properties"] as Record<
      string,
      { type: string; pattern?: string }
    >
    expect(typeof value.date).toBe(properties["date"]!.type)
    expect(value.big).toMatch(new RegExp(properties["big"]!.pattern!))
    expect(value.epoch).toBe(7)
  })

  it("keeps names as definitions, also inside codecs", () => {
    const User = z.object({ id: z.int() }).meta({ id: "User" })
    expect(describeSchema(z.array(User), "output")).toMatchObject({
      items: { $ref: "#/$defs/User" },
      $defs: { User: { type: "object" } },
    })
    const wrapped = z.codec(z.object({ user: User }), z.any(), { decode: (value) => value, encode: (value) => value })
    const json = describeSchema(z.object({ w: wrapped }), "output")
    expect(json).toMatchObject({
      properties: { w: { properties: { user: { $ref: "#/$defs/User" } } } },
      $defs: { User: { type: "object" } },
    })
  })

  it("comes from zod/mini as well", () => {
    const schema = mini.object({ a: mini.optional(mini.string()), at: mini.date() })
    expect(adapterOf(schema).jsonSchema(schema, "output")).toMatchObject({
      properties: { a: { type: "string" }, at: { type: "string", format: "date-time" } },
      required: ["at"],
    })
  })

  it("follows recursion", () => {
    const Tree = z
      .object({
        get kids() {
          return z.array(Tree)
        },
      })
      .meta({ id: "Tree" })
    expect(JSON.stringify(describeSchema(Tree, "input"))).toContain("#/$defs/Tree")
  })

  it("never fails for what has no JSON form, nor freezes the time of a default", () => {
    const schema = z.object({
      map: z.map(z.string(), z.int()).optional(),
      custom: z.custom(() => true),
      transformed: z.string().transform(Number),
      at: z.date().default(() => new Date()),
      big: z.bigint().default(3n),
      nan: z.nan(),
      lazy: z.lazy(() => z.string()),
      symbol: z.symbol(),
    })
    for (const side of ["input", "output"] as const) {
      const { properties } = describeSchema(schema, side) as { properties: Record<string, Record<string, unknown>> }
      expect(properties["at"]).toEqual({ type: "string", format: "date-time" })
      expect(properties["lazy"]).toEqual({ type: "string" })
    }
  })
})

describe("JSON bodies", () => {
  function read(schema: z.ZodType, body: unknown): unknown {
    const faults: Fault[] = []
    const before = JSON.stringify(body)
    const value = jsonInput(schema)(body, { in: "body", name: "" }, faults)
    expect(JSON.stringify(body)).toBe(before)
    return faults.length === 0 ? value : faults.map((fault) => `${fault.pointer} | ${fault.code} | ${fault.received}`)
  }

  it("are validated as they are", () => {
    expect(read(z.object({ n: z.int() }), { n: "1" })).toEqual(["/n | invalid_type | string"])
    expect(read(z.object({ b: z.boolean() }), { b: "true" })).toEqual(["/b | invalid_type | string"])
  })

  it("read dates, bigints and bytes from the text that results are written in", () => {
    const Event = z.object({
      at: z.date(),
      big: z.bigint().nullish(),
      bytes: z.instanceof(Uint8Array).optional(),
      maybe: z.union([z.date(), z.int()]).optional(),
      text: z.union([z.date(), z.string()]).optional(),
      byName: z.record(z.string(), z.date()).optional(),
      pair: z.tuple([z.date(), z.string()]).optional(),
      get more() {
        return z.array(Event).optional()
      },
    })
    const value = {
      at: new Date("2024-02-29T00:00:00Z"),
      big: 2n ** 70n,
      bytes: new Uint8Array([1, 2]),
      maybe: new Date(0),
      text: "2024-01-01",
      byName: { a: new Date(1) },
      pair: [new Date(2), "2024-01-01"],
      more: [{ at: new Date(3) }],
    }
    const body = JSON.parse(JSON.stringify({ ...value, big: String(value.big), bytes: "AQI=" }))
    expect(read(Event, body)).toEqual(value)
  })

  it("refuse any other text", () => {
    const schema = z.object({ at: z.date(), big: z.bigint(), bytes: z.instanceof(Uint8Array) })
    expect(read(schema, { at: "2024-02-30", big: "1.5", bytes: "*" })).toEqual([
      "/at | invalid_type | string",
      "/big | invalid_type | string",
      "/bytes | invalid_type | string",
    ])
  })

  it("choose the option that the discriminator names", () => {
    const schema = z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), at: z.date() }),
      z.object({ kind: z.literal("b"), at: z.string() }),
    ])
    expect(read(schema, { kind: "a", at: "2024-01-01" })).toEqual({ kind: "a", at: new Date("2024-01-01") })
    expect(read(schema, { kind: "b", at: "2024-01-01" })).toEqual({ kind: "b", at: "2024-01-01" })
    expect(read(z.union([z.object({ at: z.date() }), z.int()]), { at: "2024-01-01" })).toEqual({
      at: new Date("2024-01-01"),
    })
  })

  it("never assign a prototype", () => {
    const schema = z.looseObject({ at: z.date() })
    const value = read(schema, JSON.parse('{"at": "2024-01-01", "__proto__": {"admin": true}}')) as object
    expect("admin" in value).toBe(false)
  })

  it("that nest too deep are a fault", () => {
    const Node = z.object({
      at: z.date(),
      get next() {
        return Node.optional()
      },
    })
    let body: object = { at: "2024-01-01" }
    for (let i = 0; i < 100_000; i++) body = { at: "2024-01-01", next: body }
    const faults: Fault[] = []
    jsonInput(Node)(body, { in: "body", name: "" }, faults)
    expect(faults.map((fault) => fault.code)).toEqual(["too_deep"])
  })
})
