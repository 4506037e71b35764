import { describe, expect, it } from "vitest"
import { z } from "zod"
import { StartError } from "../../src/errors/start-error.ts"
import { EncodeError } from "../../src/schema/adapter.ts"
import { adapterOf } from "../../src/schema/adapters.ts"
import { plainEncoder } from "../../src/schema/encode/encoder.ts"
import { markHidden } from "../../src/schema/hidden.ts"
import { open } from "../../src/schema/open.ts"
import { formOf } from "../../src/schema/zod/forms.ts"
import type { ZodSchema } from "../../src/schema/zod/zod-type.ts"

/** The text, which must be the same with and without generated code. */
function encode(schema: z.ZodType, value: unknown): string {
  const text = adapterOf(schema).encode(schema)(value)
  expect(plainEncoder(formOf(schema as unknown as ZodSchema))(value)).toBe(text)
  return text
}

/** Faults as "pointer code expected received", the same with and without generated code. */
function refusal(schema: z.ZodType, value: unknown): string[] {
  const both = [adapterOf(schema).encode(schema), plainEncoder(formOf(schema as unknown as ZodSchema))].map((run) => {
    try {
      return [run(value)]
    } catch (error) {
      if (!(error instanceof EncodeError)) throw error
      return error.faults.map((fault) => [fault.pointer, fault.code, fault.expected, fault.received].join(" | "))
    }
  })
  expect(both[1]).toEqual(both[0])
  return both[0]!
}

/** The message of the start error that a schema causes in an outcome. */
function startError(schema: z.ZodType): string {
  try {
    adapterOf(schema).encode(schema)
  } catch (error) {
    expect(error).toBeInstanceOf(StartError)
    expect((error as StartError).code).toBe("schema-unsuitable")
    return (error as StartError).message
  }
  return "none"
}

const isoDate = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})

describe("what leaves", () => {
  it("is what the schema declares and no more", () => {
    const User = z.object({ id: z.int(), name: z.string() })
    const row = { id: 1, name: "a", passwordHash: "secret" }
    expect(encode(User, row)).toBe('{"id":1,"name":"a"}')
    expect(encode(z.array(User), [row])).toBe('[{"id":1,"name":"a"}]')
    expect(encode(z.strictObject({ id: z.int() }), row)).toBe('{"id":1}')
    expect(encode(z.object({ user: User.nullable(), by: User.optional() }), { user: row, by: row })).not.toContain(
      "secret",
    )
    expect(encode(z.record(z.enum(["a"]), z.int()), { a: 1, b: 2 })).toBe('{"a":1}')
    expect(encode(z.object({ a: z.int() }).and(z.object({ b: z.int() })), { a: 1, b: 2, c: 3 })).toBe('{"a":1,"b":2}')
  })

  it("may be an instance with getters", () => {
    class Entity {
      readonly #name = "x"
      get name(): string {
        return this.#name
      }
      toJSON(): unknown {
        return { leaked: true }
      }
    }
    expect(encode(z.object({ name: z.string() }), new Entity())).toBe('{"name":"x"}')
  })

  it("has dates, bigints, bytes and codecs as text", () => {
    const schema = z.object({
      at: z.date(),
      big: z.bigint(),
      bytes: z.instanceof(Uint8Array),
      by: isoDate,
      flag: z.stringbool(),
    })
    const at = new Date("2024-02-29T01:02:03.045Z")
    expect(encode(schema, { at, big: 2n ** 64n, bytes: new Uint8Array([0, 255, 254]), by: at, flag: true })).toBe(
      '{"at":"2024-02-29T01:02:03.045Z","big":"18446744073709551616","bytes":"AP/+","by":"2024-02-29T01:02:03.045Z","flag":"true"}',
    )
  })

  it.each([
    "0001-01-01T00:00:00.000Z",
    "+012024-01-01T00:00:00.000Z",
    "-000001-01-01T00:00:00.000Z",
    "1969-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59.999Z",
  ])("writes the date %s as toISOString does", (text) => {
    expect(encode(z.object({ a: z.date() }), { a: new Date(text) })).toBe(`{"a":"${new Date(text).toISOString()}"}`)
  })

  it.each([
    "",
    "plain",
    'quo"te',
    "back\\slash",
    "line\nend",
    "\u0000\u001f\u007f",
    "한국어",
    "😀",
    "\ud800",
    "\udc00x",
    "\u2028\u2029",
    "x".repeat(41) + "\n",
    "x".repeat(100) + '"',
    "x".repeat(100),
  ])("writes the string %j as JSON.stringify does", (text) => {
    expect(encode(z.object({ a: z.string() }), { a: text })).toBe(JSON.stringify({ a: text }))
    expect(encode(z.array(z.string()), [text])).toBe(JSON.stringify([text]))
  })

  it("leaves absent fields out and writes null", () => {
    const schema = z.object({ a: z.int(), b: z.string().optional(), c: z.string().nullable(), d: z.string().nullish() })
    expect(encode(schema, { a: 1, c: null })).toBe('{"a":1,"c":null}')
    expect(encode(schema, { a: 1, b: "x", c: "y", d: null })).toBe('{"a":1,"b":"x","c":"y","d":null}')
    expect(encode(z.object({ b: z.string().optional() }), {})).toBe("{}")
    expect(encode(z.object({ b: z.string().optional(), a: z.int() }), { a: 1 })).toBe('{"a":1}')
  })

  it("quotes every name", () => {
    const schema = z.object({ 'a"b\\\u2028`${x}': z.int(), "0": z.int() })
    const value = { 'a"b\\\u2028`${x}': 1, "0": 2 }
    expect(JSON.parse(encode(schema, value))).toEqual(value)
  })

  it("is the option that the value belongs to", () => {
    const Cat = z.object({ kind: z.literal("cat"), lives: z.int() })
    const Dog = z.object({ kind: z.literal("dog"), name: z.string() })
    const Pet = z.discriminatedUnion("kind", [Cat, Dog])
    expect(encode(Pet, { kind: "dog", name: "x", lives: 9 })).toBe('{"kind":"dog","name":"x"}')
    expect(encode(z.union([Cat, Dog, z.string(), z.null()]), null)).toBe("null")
    expect(encode(z.union([z.date(), z.object({ a: z.int().optional() })]), new Date(0))).toBe(
      '"1970-01-01T00:00:00.000Z"',
    )
    expect(encode(z.union([z.string(), z.int(), z.array(z.int())]), [1])).toBe("[1]")
    expect(refusal(Pet, { kind: "dog" })).toEqual(["/name | missing | string | nothing"])
    expect(refusal(Pet, { kind: "cow" })).toEqual([
      ' | invalid_type | object with kind "cat" or object with kind "dog" | object',
    ])
  })

  it("follows recursion, and stops at a circle", () => {
    const Node = z.object({
      id: z.int(),
      get next() {
        return Node.nullable()
      },
      get all() {
        return z.array(Node).optional()
      },
    })
    const tree = { id: 1, next: { id: 2, next: null, secret: 1 }, all: [{ id: 3, next: null }] }
    expect(encode(Node, tree)).toBe('{"id":1,"next":{"id":2,"next":null},"all":[{"id":3,"next":null}]}')
    const circle: Record<string, unknown> = { id: 1 }
    circle["next"] = circle
    expect(refusal(Node, circle).map((fault) => fault.split(" | ")[1])).toEqual(["too_deep"])
  })

  it("has no prototype", () => {
    const value = JSON.parse('{"a": 1, "__proto__": {"x": 1}}')
    expect(encode(z.record(z.string(), z.int()), value)).toBe('{"a":1}')
    expect(encode(z.object({ ["__proto__"]: z.any(), a: z.int() }).pick({ a: true }), value)).toBe('{"a":1}')
  })
})

describe("what does not fit", () => {
  it.each<[string, z.ZodType, unknown, string[]]>([
    ["a wrong type", z.object({ id: z.int() }), { id: "1" }, ["/id | invalid_type | integer | string"]],
    ["NaN", z.object({ n: z.number() }), { n: Number.NaN }, ["/n | invalid_type | number | NaN"]],
    ["infinity", z.array(z.number()), [1, Infinity], ["/1 | invalid_type | number | Infinity"]],
    ["a missing field", z.array(z.object({ a: z.string() })), [{}], ["/0/a | missing | string | nothing"]],
    [
      "a default that nobody filled in",
      z.object({ a: z.string().default("x") }),
      {},
      ["/a | missing | string | nothing"],
    ],
    [
      "a default of what may only be undefined",
      z.object({ a: z.void().default(undefined) }),
      {},
      ["/a | missing | a value | nothing"],
    ],
    [
      "a default of a literal that may be undefined",
      z.object({ a: z.literal(["x", undefined]).default("x") }),
      { a: undefined },
      ["/a | missing | a value | nothing"],
    ],
    [
      "a bound",
      z.object({ a: z.string().max(1), b: z.int().min(3) }),
      { a: "xy", b: 1 },
      ["/a | too_big | string with at most 1 character | string", "/b | too_small | number at least 3 | number"],
    ],
    [
      "a refinement",
      z.object({ a: z.int() }).refine((value) => value.a > 3),
      { a: 1 },
      [" | custom | a valid value | object"],
    ],
    ["no object", z.object({}), null, [" | invalid_type | object | null"]],
    ["an array", z.object({}), [], [" | invalid_type | object | array"]],
    ["no array", z.array(z.int()), {}, [" | invalid_type | array | object"]],
    ["a hole", z.array(z.int()), Array(1), ["/0 | missing | integer | nothing"]],
    ["an invalid date", z.date(), new Date(Number.NaN), [" | invalid_type | date | invalid date"]],
    ["a string for a date", z.object({ at: z.date() }), { at: "2024-01-01" }, ["/at | invalid_type | date | string"]],
    [
      "a number for a coerced string",
      z.object({ a: z.coerce.string() }),
      { a: 1 },
      ["/a | invalid_type | string | number"],
    ],
    ["a short tuple", z.tuple([z.int(), z.int()]), [1], [" | invalid_type | array with exactly 2 elements | array"]],
    [
      "a key",
      z.record(z.string().max(1), z.int()),
      { ab: 1 },
      ["/ab | too_big | string with at most 1 character | string"],
    ],
  ])("%s", (_name, schema, value, expected) => {
    expect(refusal(schema, value)).toEqual(expected)
  })

  it("is told without its value", () => {
    const schema = z.object({ a: z.email() })
    expect(() => adapterOf(schema).encode(schema)({ a: "hunter2" })).toThrow(/\/a/)
    expect(() => adapterOf(schema).encode(schema)({ a: "hunter2" })).not.toThrow(/hunter2/)
  })
})

describe("schemas that guarantee nothing", () => {
  it.each<[string, z.ZodType, RegExp]>([
    ["anything", z.object({ a: z.object({ b: z.any() }) }), /The field a\.b .*accepts anything.*open\(\)/],
    ["a list of anything", z.object({ a: z.array(z.unknown()) }), /The field a\[\] /],
    ["a loose object", z.looseObject({}), /The schema of this outcome lets undeclared fields through/],
    ["a transform", z.string().transform(Number), /one direction.*z\.codec/],
    ["a preprocess", z.preprocess(String, z.string()), /one direction/],
    ["an overwritten list", z.array(z.int()).overwrite((list) => list), /one direction/],
    ["a custom check", z.custom(() => true), /function only/],
    ["an instance", z.instanceof(Map), /function only/],
    ["a Map", z.map(z.string(), z.int()), /z\.record/],
    ["a Set", z.set(z.int()), /z\.array/],
    ["a symbol", z.symbol(), /no form/],
    ["NaN", z.nan(), /no word/],
    ["a file", z.file(), /file\(\)/],
    ["nothing", z.undefined(), /undefined/],
    ["perhaps nothing in a list", z.array(z.int().optional()), /undefined/],
    ["a bigint literal", z.literal(1n), /no form/],
    ["options that overlap", z.union([z.object({ a: z.int() }), z.object({ a: z.int(), b: z.int() })]), /overlap/],
    ["lists that overlap", z.union([z.array(z.int()), z.array(z.object({}))]), /overlap/],
    ["an intersection of unions", z.intersection(z.union([z.int(), z.string()]), z.int()), /intersection/],
    [
      "an intersection that declares a field twice",
      z.object({ a: z.int() }).and(z.object({ a: z.int() })),
      /same field/,
    ],
    ["an asynchronous check", z.string().refine(async () => true), /asynchronous/],
    ["keys that are no text", z.record(z.symbol(), z.int()), /keys/],
  ])("%s", (_name, schema, message) => {
    expect(startError(schema)).toMatch(message)
  })

  it("may leave knowingly, by open()", () => {
    expect(encode(z.object({ a: open(z.any()) }), { a: { b: [1] } })).toBe('{"a":{"b":[1]}}')
    expect(encode(open(z.looseObject({ a: z.int() })), { a: 1, b: { c: 2 } })).toBe('{"a":1,"b":{"c":2}}')
    expect(encode(open(z.object({ a: z.string().transform(Number) })), { a: 3 })).toBe('{"a":3}')
    expect(encode(open(z.union([z.object({ a: z.int() }), z.object({ b: z.int() })])), { b: 1 })).toBe('{"b":1}')
    expect(encode(z.object({ a: open(z.any()).describe("still open") }), { a: 1 })).toBe('{"a":1}')
    expect(refusal(open(z.looseObject({ a: z.int() })), { a: "x" })).toEqual(["/a | invalid_type | integer | string"])
    expect(refusal(z.object({ a: open(z.any()) }), { a: 1n })).toEqual([
      " | not_json | a value that JSON can write | object",
    ])
  })

  it("are opened one by one: the original stays closed", () => {
    const anything = z.any()
    open(anything)
    expect(startError(z.object({ a: anything }))).toMatch(/accepts anything/)
  })
})

describe("hidden fields", () => {
  const User = z.object({ id: z.int(), passwordHash: markHidden(z.string()) })

  it.each<[string, z.ZodType]>([
    ["declared", User],
    ["in a list", z.object({ users: z.array(User) })],
    ["picked", User.pick({ passwordHash: true })],
    ["optional", User.partial()],
    ["refined", z.object({ hash: User.shape.passwordHash.min(3).describe("x").nullish() })],
    ["extended", User.extend({ more: z.int() })],
    ["opened", open(User)],
    ["in an opened part", z.object({ a: open(z.object({ b: User })) })],
  ])("%s, are a start error", (_name, schema) => {
    expect(startError(schema)).toMatch(/hidden and must never leave/)
  })

  it("may be left out", () => {
    expect(encode(User.omit({ passwordHash: true }), { id: 1, passwordHash: "x" })).toBe('{"id":1}')
  })

  it("are still validated", () => {
    expect(adapterOf(User).validate(User)({ id: 1, passwordHash: "x" }, { in: "body", name: "" }, [])).toEqual({
      id: 1,
      passwordHash: "x",
    })
  })
})
