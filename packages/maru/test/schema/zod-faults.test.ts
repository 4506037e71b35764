import { describe, expect, it } from "vitest"
import { z } from "zod"
import * as mini from "zod/mini"
import { adapterOf } from "../../src/schema/adapters.ts"
import type { Fault } from "../../src/schema/fault.ts"
import { isTooDeep, maxDepth } from "../../src/schema/limits.ts"
import { compile } from "../../src/schema/zod/compile.ts"
import { graphOf } from "../../src/schema/zod/graph.ts"
import { interpret } from "../../src/schema/zod/validate.ts"
import { isChecked } from "../../src/schema/zod/version.ts"
import type { ZodSchema } from "../../src/schema/zod/zod-type.ts"

const origin = { in: "body", name: "" } as const

function faultsOf(schema: unknown, value: unknown): Fault[] {
  const faults: Fault[] = []
  adapterOf(schema).validate(schema)(value, origin, faults)
  return faults
}

function summary({ pointer, code, expected, received }: Fault): string {
  return [pointer, code, expected, received].join(" | ")
}

describe("faults", () => {
  it.each<[string, unknown, unknown, string[]]>([
    ["a wrong type", z.string(), 1, [" | invalid_type | string | number"]],
    ["a missing field", z.object({ a: z.string() }), {}, ["/a | missing | string | nothing"]],
    ["an integer", z.object({ a: z.int() }), { a: "1" }, ["/a | invalid_type | integer | string"]],
    ["a fraction", z.object({ a: z.int().optional() }), { a: 1.5 }, ["/a | invalid_type | integer | number"]],
    ["NaN", z.number(), Number.NaN, [" | invalid_type | number | NaN"]],
    ["null", z.array(z.int()), [1, null], ["/1 | invalid_type | integer | null"]],
    ["an array for an object", z.object({}), [], [" | invalid_type | object | array"]],
    ["a short string", z.string().min(1), "", [" | too_small | string with at least 1 character | string"]],
    ["an exact length", z.string().length(2), "abc", [" | too_big | string with exactly 2 characters | string"]],
    ["a long list", z.array(z.any()).max(1), [1, 2], [" | too_big | array with at most 1 element | array"]],
    ["an exclusive bound", z.number().lt(3), 3, [" | too_big | number less than 3 | number"]],
    ["a step", z.number().multipleOf(3), 4, [" | not_multiple_of | multiple of 3 | number"]],
    ["an address", z.email(), "x", [" | invalid_format | email address | string"]],
    ["a beginning", z.string().startsWith("a"), "x", [' | invalid_format | string that starts with "a" | string']],
    ["a literal", z.literal(["a", 1]), "x", [' | invalid_value | "a" or 1 | string']],
    ["an unknown key", z.strictObject({ a: z.any() }), { a: 1, b: "x" }, ["/b | unrecognized_key | nothing | string"]],
    ["a union", z.union([z.string(), z.int()]), true, [" | invalid_type | string or number | boolean"]],
    [
      "the one option that fits",
      z.union([z.object({ a: z.int() }), z.string()]),
      { a: "x" },
      ["/a | invalid_type | number | string"],
    ],
    [
      "no option of a discriminator",
      z.discriminatedUnion("k", [z.object({ k: z.literal("a") }), z.object({ k: z.literal("b") })]),
      { k: "c" },
      ['/k | invalid_value | "a" or "b" | string'],
    ],
    ["escaped names", z.object({ "a/b~c": z.string() }), {}, ["/a~1b~0c | missing | string | nothing"]],
    [
      "a date",
      z.date().min(new Date(0)),
      new Date(-1),
      [" | too_small | date at least 1970-01-01T00:00:00.000Z | date"],
    ],
    ["a refinement", z.string().refine(() => false), "x", [" | custom | a valid value | string"]],
    ["a record's key", z.record(z.string().max(1), z.int()), { ab: 1 }, ["/ab | invalid_key | a valid key | string"]],
    [
      "all at once",
      z.object({ a: z.int(), b: z.object({ c: z.string() }) }),
      { b: { c: 1 } },
      ["/a | missing | integer | nothing", "/b/c | invalid_type | string | number"],
    ],
  ])("%s", (_name, schema, value, expected) => {
    expect(faultsOf(schema, value).map(summary)).toEqual(expected)
  })

  it("keep the application's messages", () => {
    expect(faultsOf(z.string().min(3, "제목이 짧습니다"), "a")[0]!.message).toBe("제목이 짧습니다")
    expect(faultsOf(z.int("whole numbers only"), "a")[0]!.message).toBe("whole numbers only")
    expect(faultsOf(z.int(), "a")[0]!.message).toBe("Expected integer, received string.")
  })

  it("never quote the value, even if a message of the application does", () => {
    const secret = "hunter2-secret"
    const schema = z.string({ error: (issue) => `wrong: ${String(issue.input)}` }).superRefine((value, context) => {
      context.addIssue(`${value} is taken`)
    })
    expect(JSON.stringify(faultsOf(schema, secret))).not.toContain(secret)
    expect(
      JSON.stringify(faultsOf(z.string({ error: (issue) => `wrong: ${String(issue.input)}` }), 987654321)),
    ).not.toContain("987654321")
    expect(JSON.stringify(faultsOf(z.union([schema, z.int()]), secret))).not.toContain(secret)
  })
})

describe("what a validator gives", () => {
  it("is its own object, without unknown keys or prototypes", () => {
    const schema = z.object({ a: z.object({ b: z.int() }), list: z.array(z.object({ c: z.int() })) })
    const input = JSON.parse(
      '{"a": {"b": 1, "__proto__": {"x": 1}}, "list": [{"c": 1, "d": 2}], "__proto__": {"admin": true}, "constructor": {"prototype": {"y": 1}}}',
    )
    const frozen = structuredClone(input)
    const output = adapterOf(schema).validate(schema)(input, origin, []) as Record<string, unknown>
    expect(output).toEqual({ a: { b: 1 }, list: [{ c: 1 }] })
    expect(output["a"]).not.toBe(input.a)
    expect("admin" in output).toBe(false)
    expect(Object.getPrototypeOf(output["a"])).toBe(Object.prototype)
    expect(input).toEqual(frozen)
    expect(({} as Record<string, unknown>)["y"]).toBeUndefined()
  })

  it("keeps loose keys without touching the prototype", () => {
    const schema = z.looseObject({})
    const output = adapterOf(schema).validate(schema)(
      JSON.parse('{"__proto__": {"admin": true}, "x": 1}'),
      origin,
      [],
    ) as object
    expect(Object.keys(output)).toEqual(["x"])
    expect("admin" in output).toBe(false)
  })

  it("is a promise only with asynchronous checks", async () => {
    const declared = z.object({ a: z.string().refine(async (text) => text !== "taken") })
    const faults: Fault[] = []
    await adapterOf(declared).validate(declared)({ a: "taken" }, origin, faults)
    expect(faults.map(summary)).toEqual(["/a | custom | a valid value | string"])
    let calls = 0
    const hidden = z.string().refine((text) => {
      calls++
      return text === "sync" ? true : Promise.resolve(text === "ok")
    })
    const validate = adapterOf(hidden).validate(hidden)
    expect(validate("sync", origin, [])).toBe("sync")
    expect(await validate("ok", origin, [])).toBe("ok")
    calls = 0
    await validate("ok", origin, [])
    expect(calls).toBe(1)
  })

  it("comes from zod/mini as well", () => {
    const schema = mini.object({ a: mini.string().check(mini.minLength(2)) })
    expect(faultsOf(schema, { a: "x" }).map(summary)).toEqual([
      "/a | too_small | string with at least 2 characters | string",
    ])
    expect(faultsOf(schema, { a: "xy" })).toEqual([])
  })

  it("passes on what a check of the application throws", () => {
    const schema = z.string().transform(() => {
      throw new RangeError("mine")
    })
    expect(() => adapterOf(schema).validate(schema)("x", origin, [])).toThrow("mine")
  })
})

const Tree = z.object({
  value: z.int(),
  get kids() {
    return z.array(Tree).optional()
  },
})

function nested(levels: number): unknown {
  let value: unknown = { value: 0 }
  for (let i = 0; i < levels; i++) value = { value: i, kids: [value] }
  return value
}

describe("deep values", () => {
  it.each([
    ["compiled or not", (schema: z.ZodType) => adapterOf(schema).validate(schema)],
    ["by Zod alone", (schema: z.ZodType) => interpret(schema as unknown as ZodSchema)],
  ])("are a fault and no exhausted stack, %s", (_name, validatorOf) => {
    for (const schema of [
      Tree,
      z.json(),
      z.lazy(() => z.union([z.string(), z.array(z.json())])),
      z.object({ any: Tree.and(z.object({ kids: z.any() })) }),
    ]) {
      const faults: Fault[] = []
      const validate = validatorOf(schema as z.ZodType)
      validate(
        schema instanceof z.ZodObject && "any" in schema.shape ? { any: nested(100_000) } : nested(100_000),
        origin,
        faults,
      )
      expect(faults.map((fault) => fault.code)).toEqual(["too_deep"])
    }
  })

  it("have one limit with and without generated code", () => {
    const validators = [adapterOf(Tree).validate(Tree), interpret(Tree as unknown as ZodSchema)]
    // Each level of the tree is an object and an array; the leaf is one more object.
    const fits = (maxDepth - 2) / 2
    for (const validate of validators) {
      for (const [levels, count] of [
        [fits, 0],
        [fits + 1, 1],
      ] as const) {
        const faults: Fault[] = []
        validate(nested(levels), origin, faults)
        expect(faults.length).toBe(count)
      }
    }
  })

  it("are measured without recursion", () => {
    expect(isTooDeep(nested(100_000))).toBe(true)
    expect(isTooDeep(Array.from({ length: 1000 }, () => [[]]))).toBe(false)
  })
})

describe("bodies of nothing but faults", () => {
  const numbers = (count: number): number[] => Array.from({ length: count }, () => 1)

  it("are told no more than a hundred", () => {
    expect(faultsOf(z.array(z.string()), numbers(5000)).length).toBe(100)
    const many = Object.fromEntries(numbers(5000).map((_, i) => [`k${i}`, 1]))
    expect(faultsOf(z.strictObject({}), many).length).toBe(100)
  })

  it("are told the first one if they are large, valid or not before it", () => {
    const faults = faultsOf(z.array(z.union([z.string(), z.boolean()])), ["a", true, ...numbers(200_000)])
    expect(faults.map(summary)).toEqual(["/2 | invalid_type | string or boolean | number"])
    expect(faultsOf(z.array(z.int()), numbers(200_000))).toEqual([])
  })
})

describe("what is compiled", () => {
  it.skipIf(process.env["MARU_STRICT"] !== undefined)(
    "includes recursion, shared schemas and names of any kind",
    () => {
      const Shared = z.object({ 'a"b\\\u2028`${x}': z.string() })
      const schema = z.object({ one: Shared, two: Shared, tree: Tree, list: z.array(Shared) }) as unknown as ZodSchema
      const fast = compile(schema, graphOf(schema))!
      const shared = { 'a"b\\\u2028`${x}': "x" }
      const value = { one: shared, two: shared, tree: { value: 1, kids: [{ value: 2 }] }, list: [shared] }
      expect(fast(value)).toEqual(value)
    },
  )

  it("is only what was tested against the version of Zod", () => {
    const schema = z.string() as unknown as ZodSchema
    expect(isChecked(schema)).toBe(true)
    expect(isChecked({ _zod: { version: { major: 4, minor: 99, patch: 0 } } } as unknown as ZodSchema)).toBe(false)
  })

  it("leaves a schema that makes itself anew without end to Zod", () => {
    const endless = (): z.ZodType =>
      z.object({
        get next() {
          return endless().optional()
        },
      })
    const schema = endless()
    expect(adapterOf(schema).validate(schema)({ next: { next: {} } }, origin, [])).toEqual({ next: { next: {} } })
  })
})
