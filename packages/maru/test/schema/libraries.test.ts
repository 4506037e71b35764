import { type } from "arktype"
import { Type } from "typebox"
import * as v from "valibot"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { EncodeError } from "../../src/schema/adapter.ts"
import { adapterOf, isSchema } from "../../src/schema/adapters.ts"
import type { Fault } from "../../src/schema/fault.ts"
import { markHidden } from "../../src/schema/hidden.ts"
import { open } from "../../src/schema/open.ts"
import { optionalPackage, requiredPackage } from "../../src/schema/optional-package.ts"
import { textFields, textInput } from "../../src/schema/text-input.ts"

const origin = { in: "body", name: "" } as const

function validate(schema: unknown, value: unknown): unknown {
  const faults: Fault[] = []
  const result = adapterOf(schema).validate(schema)(value, origin, faults)
  return faults.length === 0
    ? result
    : faults.map(({ pointer, code, expected, received }) => [pointer, code, expected, received].join(" | "))
}

function read(schema: unknown, raws: Record<string, string | string[]>): unknown {
  const faults: Fault[] = []
  const input = textFields(schema)
  const value = input.read(
    input.fields.map((field) => raws[field.name]),
    "query",
    faults,
  )
  return faults.length === 0 ? value : faults.map((fault) => `${fault.name} | ${fault.code} | ${fault.expected}`)
}

const node = () => {
  const schema: v.GenericSchema<unknown> = v.object({ v: v.number(), kids: v.array(v.lazy(() => schema)) })
  return schema
}

/** The same model in each library: what each offers must come out the same. */
const models: [string, { readonly model: object; readonly tree: object; readonly deep: (value: object) => object }][] =
  [
    [
      "Valibot",
      {
        model: v.object({
          id: v.pipe(v.number(), v.integer()),
          tags: v.optional(v.array(v.string()), []),
          when: v.optional(v.date()),
          note: v.nullable(v.string()),
          kind: v.picklist(["a", "b"]),
          age: v.optional(v.pipe(v.number(), v.minValue(3))),
        }),
        tree: v.array(node()),
        deep: (value) => [value],
      },
    ],
    [
      "ArkType",
      {
        model: type({
          id: "number.integer",
          tags: "string[] = []" as never as "string[]",
          "when?": "Date",
          note: "string | null",
          kind: "'a' | 'b'",
          "age?": "number >= 3",
        }),
        tree: type.module({ node: { v: "number", kids: "node[]" } }).node,
        deep: (value) => value,
      },
    ],
    [
      "TypeBox",
      {
        model: Type.Object({
          id: Type.Integer(),
          tags: Type.Array(Type.String(), { default: [] }),
          when: Type.Optional(
            Type.Codec(Type.String({ format: "date-time" }))
              .Decode((text) => new Date(text))
              .Encode((date) => date.toISOString()),
          ),
          note: Type.Union([Type.String(), Type.Null()]),
          kind: Type.Union([Type.Literal("a"), Type.Literal("b")]),
          age: Type.Optional(Type.Number({ minimum: 3 })),
        }),
        tree: Type.Cyclic({ Node: Type.Object({ v: Type.Number(), kids: Type.Array(Type.Ref("Node")) }) }, "Node"),
        deep: (value) => value,
      },
    ],
  ]

describe.each(models)("%s", (library, { model, tree, deep }) => {
  it("validates, fills in defaults and strips what is undeclared", () => {
    const body = JSON.parse('{"id": 1, "note": null, "kind": "a", "extra": 1, "__proto__": {"admin": true}}')
    const value = validate(model, body) as object
    expect(value).toEqual({ id: 1, tags: [], note: null, kind: "a" })
    expect("admin" in value).toBe(false)
    expect(Object.keys(body)).toContain("extra")
  })

  it("reports all faults by place, code and type", () => {
    const faults = validate(model, { id: 1.5, tags: [1], note: 3, kind: "c", age: 1 }) as string[]
    const brief = faults.map((fault) => fault.split(" | ").toSpliced(2, 1).join(" | ")).sort()
    const kind = library === "TypeBox" ? "/kind | invalid_type | string" : "/kind | invalid_value | string"
    expect(brief).toEqual([
      "/age | too_small | number",
      "/id | invalid_type | number",
      kind,
      "/note | invalid_type | number",
      "/tags/0 | invalid_type | number",
    ])
    expect(
      (validate(model, {}) as string[]).map((fault) => fault.split(" | ").toSpliced(2, 1).join(" | ")).sort(),
    ).toEqual(["/id | missing | nothing", "/kind | missing | nothing", "/note | missing | nothing"])
    expect(validate(model, "x")).toEqual([" | invalid_type | object | string"])
  })

  it("never quotes the value", () => {
    const faults: Fault[] = []
    adapterOf(model).validate(model)(
      { id: "hunter2-secret", tags: "hunter2-secret", kind: "hunter2-secret" },
      origin,
      faults,
    )
    expect(faults.length).toBeGreaterThan(2)
    expect(JSON.stringify(faults)).not.toContain("hunter2")
  })

  it("coerces text", () => {
    expect(
      read(model, { id: "7", tags: ["a", "b"], note: "x", kind: "a", age: "5", when: "2024-01-01T00:00:00Z" }),
    ).toEqual({
      id: 7,
      tags: ["a", "b"],
      note: "x",
      kind: "a",
      age: 5,
      when: new Date("2024-01-01"),
    })
    expect(read(model, { id: "x", note: "x", kind: "a", tags: "1" })).toEqual([
      "id | invalid_type | " + (library === "Valibot" ? "number" : library === "ArkType" ? "number" : "integer"),
    ])
    expect(
      textFields(model)
        .fields.map((field) => `${field.name}${field.many ? "[]" : ""}${field.optional ? "?" : ""}`)
        .sort(),
    ).toEqual(["age?", "id", "kind", "note", "tags[]?", "when?"])
  })

  it("encodes what it declares and checks it", () => {
    const encode = adapterOf(model).encode(model)
    const value = { id: 1, tags: ["x"], note: "y", kind: "a", when: new Date(0), passwordHash: "secret" }
    expect(JSON.parse(encode(value))).toEqual({
      id: 1,
      tags: ["x"],
      note: "y",
      kind: "a",
      when: "1970-01-01T00:00:00.000Z",
    })
    expect(() => encode({ ...value, id: "1" })).toThrow(EncodeError)
    expect(() => encode({ ...value, id: Number.NaN })).toThrow(EncodeError)
  })

  it("describes itself as JSON Schema", () => {
    const json = adapterOf(model).jsonSchema(model, "input")
    expect(json).toMatchObject({
      type: "object",
      properties: {
        id: { type: "integer" },
        tags: { type: "array", items: { type: "string" } },
        when: { type: "string", format: "date-time" },
        age: { minimum: 3 },
      },
    })
    expect(JSON.stringify(json)).not.toContain("~")
  })

  it("follows recursion, and stops at its limit", () => {
    const value = { v: 1, kids: [{ v: 2, kids: [], x: 1 }] }
    expect(validate(tree, deep(value))).toEqual(deep({ v: 1, kids: [{ v: 2, kids: [] }] }))
    expect(JSON.parse(adapterOf(tree).encode(tree)(deep(value)))).toEqual(deep({ v: 1, kids: [{ v: 2, kids: [] }] }))
    let body: object = { v: 0, kids: [] }
    for (let i = 0; i < 100_000; i++) body = { v: i, kids: [body] }
    expect((validate(tree, deep(body)) as string[]).map((fault) => fault.split(" | ")[1])).toEqual(["too_deep"])
  })
})

describe("what each library says of itself", () => {
  it("keeps the messages of the application", () => {
    const faults: Fault[] = []
    const schema = v.pipe(v.string(), v.minLength(3, "제목이 짧습니다"))
    adapterOf(schema).validate(schema)("a", origin, faults)
    expect(faults[0]).toMatchObject({ code: "too_small", message: "제목이 짧습니다" })
  })

  it("tells undeclared keys that a type rejects, and strips the others", () => {
    expect(validate(v.strictObject({ a: v.number() }), { a: 1, b: 2 })).toEqual([
      "/b | unrecognized_key | nothing | number",
    ])
    const ark = type({ "+": "reject", a: "number", in: { b: "number" } })
    expect(validate(ark, { a: 1, in: { b: 1, c: 1 } })).toEqual({ a: 1, in: { b: 1 } })
    expect(validate(ark, { a: 1, in: { b: 1 }, z: 1 })).toEqual(["/z | unrecognized_key | nothing | number"])
    expect(validate(Type.Object({ a: Type.Number() }, { additionalProperties: false }), { a: 1, b: 2 })).toEqual([
      "/b | unrecognized_key | nothing | number",
    ])
  })

  it("waits for asynchronous checks", async () => {
    const schema = v.objectAsync({
      a: v.pipeAsync(
        v.string(),
        v.checkAsync(async (text) => text === "ok"),
      ),
    })
    const faults: Fault[] = []
    const result = adapterOf(schema).validate(schema)({ a: "no" }, origin, faults)
    expect(result).toBeInstanceOf(Promise)
    await result
    expect(faults.map((fault) => `${fault.pointer} ${fault.code}`)).toEqual(["/a custom"])
  })

  it("reads a scalar that may be absent", () => {
    const cases: [unknown, string | undefined, unknown][] = [
      [v.optional(v.pipe(v.number(), v.integer()), 5), undefined, 5],
      [v.pipe(v.number(), v.integer()), "3", 3],
      [type("number.integer"), "3", 3],
      [Type.Integer({ default: 5 }), undefined, 5],
      [Type.Integer(), "3", 3],
      [v.bigint(), "12345678901234567890", 12345678901234567890n],
      [type("bigint"), "12", 12n],
    ]
    for (const [schema, raw, value] of cases) {
      const faults: Fault[] = []
      expect(textInput(schema).read(raw, { in: "query", name: "p" }, faults)).toBe(value)
      expect(faults).toEqual([])
    }
  })

  it("refuses results that guarantee nothing", () => {
    const refused = [
      v.object({ a: v.unknown() }),
      v.pipe(v.string(), v.transform(Number)),
      v.union([v.object({ a: v.number() }), v.object({ a: v.number(), b: v.number() })]),
      type("string.numeric.parse"),
      type({ a: "unknown" }),
      Type.Object({ a: Type.Unknown() }),
      Type.Object({}, { additionalProperties: true }),
      v.object({ hash: markHidden(v.string()) }),
      v.object({ hash: v.optional(markHidden(v.string())) }),
      Type.Object({ hash: markHidden(Type.String()) }),
    ]
    for (const schema of refused) {
      expect(() => adapterOf(schema).encode(schema)).toThrow(expect.objectContaining({ code: "schema-unsuitable" }))
    }
    // Valibot describes a loose object by its declared fields, and only those leave.
    const loose = v.looseObject({ a: v.number() })
    expect(adapterOf(loose).encode(loose)({ a: 1, secret: 2 })).toBe('{"a":1}')
    const opened = open(Type.Object({ a: Type.Unknown() }))
    expect(adapterOf(opened).encode(opened)({ a: { b: 1 } })).toBe('{"a":{"b":1}}')
  })

  it("chooses the option of a union by its literals", () => {
    const schema = v.variant("kind", [
      v.object({ kind: v.literal("a"), x: v.number() }),
      v.object({ kind: v.literal("b"), y: v.number() }),
    ])
    expect(adapterOf(schema).encode(schema)({ kind: "b", x: 1, y: 2 })).toBe('{"kind":"b","y":2}')
  })
})

/** A library that knows the standard and nothing else. */
const standard = {
  "~standard": {
    version: 1,
    vendor: "other",
    validate: (value: unknown) =>
      typeof value === "string"
        ? { value: value.trim() }
        : { issues: [{ message: `got ${String(value)}`, path: [{ key: "a" }, 0] }] },
  },
}

describe("any other Standard Schema", () => {
  it("validates a body without quoting it", () => {
    expect(validate(standard, " x ")).toBe("x")
    const faults: Fault[] = []
    adapterOf(standard).validate(standard)({ a: [123456] }, origin, faults)
    expect(faults).toMatchObject([{ pointer: "/a/0", code: "invalid_value", received: "number" }])
    adapterOf(standard).validate(standard)(987654, origin, faults)
    expect(JSON.stringify(faults)).not.toContain("987654")
  })

  it("is not coerced to and does not encode, and says so", () => {
    for (const use of [
      () => textInput(standard),
      () => adapterOf(standard).encode(standard),
      () => adapterOf(standard).jsonSchema(standard, "input"),
    ]) {
      expect(use).toThrow(/"other" do not describe themselves/)
    }
  })

  it("does both where it offers Standard JSON Schema", () => {
    const schema = z.object({ n: z.int() })
    const known = { "~standard": { ...schema["~standard"], vendor: "other" } }
    expect(read(known, { n: "3" })).toEqual({ n: 3 })
    expect(adapterOf(known).encode(known)({ n: 3, x: 1 })).toBe('{"n":3}')
  })

  it("that may contain itself is bounded", () => {
    let body: unknown = 1
    for (let i = 0; i < 100_000; i++) body = [body]
    expect((validate(standard, body) as string[]).map((fault) => fault.split(" | ")[1])).toEqual(["too_deep"])
  })
})

describe("what is no schema", () => {
  it.each([[undefined], [null], [1], ["x"], [{}], [() => 1], [{ parse: () => 1 }]])("%s", (value) => {
    expect(isSchema(value)).toBe(false)
    expect(() => adapterOf(value)).toThrow(expect.objectContaining({ code: "schema-unknown" }))
  })

  it("is told from schemas", () => {
    for (const schema of [z.string(), v.string(), type("string"), Type.String(), standard])
      expect(isSchema(schema)).toBe(true)
  })
})

describe("packages that only some applications have", () => {
  it("are loaded when they are there", () => {
    expect(optionalPackage("maru-package-that-nobody-has")).toBeUndefined()
    expect(optionalPackage<{ toJsonSchema: unknown }>("@valibot/to-json-schema")?.toJsonSchema).toBeTypeOf("function")
  })

  it("are named where they are missing", () => {
    expect(() => requiredPackage("maru-package-that-nobody-has", "to test this")).toThrow(
      /npm install maru-package-that-nobody-has/,
    )
  })

  it("are compiled once per schema object", () => {
    const schema = z.object({ a: z.int() })
    expect(adapterOf(schema).validate(schema)).toBe(adapterOf(schema).validate(schema))
    expect(adapterOf(schema).encode(schema)).toBe(adapterOf(schema).encode(schema))
    expect(adapterOf(schema).jsonSchema(schema, "input")).not.toBe(adapterOf(schema).jsonSchema(schema, "output"))
  })
})
