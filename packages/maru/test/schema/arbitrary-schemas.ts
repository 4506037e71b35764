import * as fc from "fast-check"
import { z } from "zod"

/** A schema with an arbitrary of values that mostly fit it. */
export interface Sample {
  readonly schema: z.ZodType
  readonly value: fc.Arbitrary<unknown>
}

const sample = (schema: z.ZodType, value: fc.Arbitrary<unknown>): Sample => ({ schema, value })

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.constantFrom("", " a ", "ABC", "abc", "😀😀", "\ud800x"),
)
const int = fc.integer({ min: -20, max: 20 })
const bound = fc.integer({ min: 0, max: 6 })

const strings: fc.Arbitrary<Sample> = fc.oneof(
  fc.tuple(bound, bound).map(([a, b]) =>
    sample(
      z
        .string()
        .min(a)
        .max(a + b),
      text,
    ),
  ),
  bound.map((n) => sample(z.string().length(n), text)),
  fc.constantFrom(
    sample(z.string(), text),
    sample(z.string().trim().min(1), text),
    sample(z.string().toLowerCase().max(4), text),
    sample(z.string().toUpperCase(), text),
    sample(z.string().lowercase(), text),
    sample(z.string().uppercase(), text),
    sample(z.string().regex(/^[a-c]+$/), fc.constantFrom("abc", "abd", "")),
    sample(z.string().regex(/a/g), fc.constantFrom("abc", "bca", "b")),
    sample(z.string().regex(/a/y), fc.constantFrom("abc", "bca", "b")),
    sample(z.string().startsWith("a").endsWith("c"), fc.constantFrom("abc", "ac", "ab")),
    sample(z.string().includes("b", { position: 1 }), fc.constantFrom("abc", "bac", "")),
    sample(z.email(), fc.constantFrom("a@b.co", "a@b", "@")),
    sample(z.uuid(), fc.oneof(fc.uuid(), text)),
    sample(z.url(), fc.constantFrom("https://a.b/", " https://a.b ", "a")),
    sample(z.httpUrl(), fc.constantFrom("https://a.bc/", "ftp://a.bc", "a")),
    sample(z.iso.datetime(), fc.constantFrom("2024-01-01T00:00:00Z", "2024-01-01T00:00:00+09:00", "2024")),
    sample(z.iso.date(), fc.constantFrom("2024-02-29", "2023-02-29", "x")),
    sample(z.iso.time(), fc.constantFrom("12:30:00", "25:00", "x")),
    sample(z.ipv4(), fc.constantFrom("1.2.3.4", "1.2.3")),
    sample(z.ipv6(), fc.constantFrom("::1", "1::2::3")),
    sample(z.base64(), fc.constantFrom("YQ==", "YQ", "*")),
    sample(z.jwt(), fc.constantFrom("a.b.c", "eyJhbGciOiJIUzI1NiJ9.e30.x")),
    sample(z.nanoid(), fc.constantFrom("V1StGXR8_Z5jdHi6B-myT", "x")),
    sample(z.emoji(), fc.constantFrom("😀", "a")),
    sample(z.templateLiteral(["a", z.int()]), fc.constantFrom("a1", "a", "b1")),
    sample(
      z.stringFormat("email", (value) => value === "x"),
      fc.constantFrom("x", "a@b.co"),
    ),
    sample(z.coerce.string().max(5), fc.oneof(text, int, fc.constant(null))),
  ),
)

const numbers: fc.Arbitrary<Sample> = fc.oneof(
  int.map((n) => sample(z.number().min(n), fc.oneof(int, fc.double()))),
  int.map((n) =>
    sample(
      z
        .int()
        .gt(n)
        .lte(n + 10),
      fc.oneof(int, fc.double()),
    ),
  ),
  fc.constantFrom(0.1, 0.07, 3, 2.5, 1e-7).map((n) =>
    sample(
      z.number().multipleOf(n),
      fc.oneof(
        int,
        fc.double({ min: -10, max: 10 }),
        int.map((k) => k * n),
      ),
    ),
  ),
  fc.constantFrom(
    sample(z.number(), fc.double()),
    sample(z.int32(), fc.oneof(int, fc.constantFrom(2 ** 31, 2 ** 31 - 1, 1.5))),
    sample(z.uint32(), fc.oneof(int, fc.constantFrom(2 ** 32, 2 ** 32 - 1))),
    sample(z.float32(), fc.constantFrom(1e39, 1e38, 0.1)),
    sample(z.number().int().nonnegative(), fc.oneof(int, fc.constantFrom(2 ** 53, -0))),
    sample(z.coerce.number().max(9), fc.oneof(int, text, fc.constant(null))),
    sample(z.nan(), fc.constantFrom(Number.NaN, 1)),
  ),
)

const day = fc.date({ noInvalidDate: false })

const scalars: fc.Arbitrary<Sample> = fc.oneof(
  strings,
  numbers,
  fc.constantFrom(
    sample(z.boolean(), fc.boolean()),
    sample(z.coerce.boolean(), fc.constantFrom(0, 1, "")),
    sample(z.null(), fc.constant(null)),
    sample(z.undefined(), fc.constant(undefined)),
    sample(z.void(), fc.constant(undefined)),
    sample(z.any(), fc.anything()),
    sample(z.unknown(), fc.anything()),
    sample(z.never(), fc.constant(1)),
    sample(z.bigint().positive().multipleOf(2n), fc.bigInt({ min: -4n, max: 9n })),
    sample(z.int64(), fc.constantFrom(2n ** 63n, 1n)),
    sample(z.date().min(new Date(0)), day),
    sample(z.coerce.date(), fc.constantFrom("2024-01-01", 0, "x")),
    sample(z.literal("a"), fc.constantFrom("a", "b")),
    sample(z.literal([1, "x", true, null, undefined]), fc.constantFrom(1, "x", true, null, undefined, 2)),
    sample(z.literal([1n, 2n]), fc.constantFrom(1n, 3n)),
    sample(z.enum(["a", "b", "c"]), fc.constantFrom("a", "d")),
    sample(z.enum("abcdefghijkl".split("") as [string]), fc.constantFrom("a", "z")),
    sample(z.enum({ A: 0, B: "b" }), fc.constantFrom(0, "b", "A")),
    sample(z.stringbool(), fc.constantFrom("true", "off", "x")),
    sample(z.instanceof(Date), day),
    sample(
      z.custom((value) => typeof value === "string" && value.length === 1),
      text,
    ),
    sample(z.symbol(), fc.constant(Symbol.iterator)),
    sample(z.file(), fc.constantFrom(new File([], "a"), 1)),
  ),
)

const name = fc.constantFrom(
  "a",
  "b",
  "c",
  "kebab-key",
  "0",
  'q"uote',
  "constructor",
  "toString",
  "__proto__",
  "\u2028",
)

/** Schemas of all kinds, nested a few levels. */
export const { schemas } = fc.letrec<{ schemas: Sample }>((tie) => {
  const inner = tie("schemas")
  return {
    schemas: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      scalars,
      wrappers(inner),
      objects(inner),
      lists(inner),
      combined(inner),
    ),
  }
})

function wrappers(inner: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> {
  const maybe = (value: fc.Arbitrary<unknown>, other: unknown): fc.Arbitrary<unknown> =>
    fc.oneof(value, fc.constant(other))
  const ways: ((s: Sample) => Sample)[] = [
    (s) => sample(s.schema.optional(), maybe(s.value, undefined)),
    (s) => sample(z.exactOptional(s.schema), maybe(s.value, undefined)),
    (s) => sample(s.schema.nullable(), maybe(s.value, null)),
    (s) => sample(s.schema.nullish(), maybe(maybe(s.value, null), undefined)),
    (s) => sample(z._default(s.schema, "fallback"), maybe(s.value, undefined)),
    (s) => sample(z._default(s.schema, { x: 1 }).optional(), maybe(s.value, undefined)),
    (s) => sample(z.prefault(s.schema, "fallback"), maybe(s.value, undefined)),
    (s) => sample(z.prefault(s.schema, 3).optional(), maybe(s.value, undefined)),
    (s) => sample(s.schema.catch("caught"), maybe(s.value, "other")),
    (s) => sample(s.schema.readonly(), s.value),
    (s) => sample(z.nonoptional(s.schema.optional()), maybe(s.value, undefined)),
    (s) => sample(z.success(s.schema), s.value),
    (s) =>
      sample(
        s.schema.transform((value) => [typeof value]),
        s.value,
      ),
    (s) =>
      sample(
        s.schema.transform((value, context) => {
          if (typeof value === "string") context.addIssue("no text")
          return 1
        }),
        s.value,
      ),
    (s) =>
      sample(
        s.schema.refine((value) => typeof value !== "string"),
        s.value,
      ),
    (s) =>
      sample(
        s.schema.refine((value) => String(value).length < 8, { abort: true, path: ["p"] }),
        s.value,
      ),
    (s) =>
      sample(
        s.schema.superRefine((value, context) => {
          if (value === null) context.addIssue("no null")
        }),
        s.value,
      ),
    (s) =>
      sample(
        s.schema.refine((value) => value !== "a", { when: () => true }),
        s.value,
      ),
    (s) =>
      sample(
        s.schema.overwrite((value) => value),
        s.value,
      ),
    (s) => sample(s.schema.pipe(z.unknown()), s.value),
    (s) =>
      sample(
        z.preprocess((value) => (value === "" ? undefined : value), s.schema),
        maybe(s.value, ""),
      ),
    (s) =>
      sample(
        z.lazy(() => s.schema),
        s.value,
      ),
    (s) =>
      sample(
        z.codec(s.schema, z.array(z.unknown()), { decode: (value) => [value], encode: (list) => list[0] }),
        s.value,
      ),
  ]
  return fc.tuple(inner, fc.constantFrom(...ways)).map(([s, way]) => way(s))
}

function objects(inner: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> {
  const modes: ((shape: Record<string, z.ZodType>) => z.ZodType)[] = [
    (shape) => z.object(shape),
    (shape) => z.strictObject(shape),
    (shape) => z.looseObject(shape),
    (shape) => z.object(shape).catchall(z.string().optional()),
    (shape) => z.object(shape).refine((value) => Object.keys(value).length !== 3),
  ]
  const fields = fc.uniqueArray(fc.tuple(name, inner), { maxLength: 4, selector: ([key]) => key })
  return fc.tuple(fields, fc.constantFrom(...modes)).map(([list, mode]) => {
    const shape: Record<string, z.ZodType> = Object.create(null)
    const values: Record<string, fc.Arbitrary<unknown>> = Object.create(null)
    for (const [key, s] of list) {
      shape[key] = s.schema
      if (key !== "__proto__") values[key] = s.value
    }
    const extra = fc.constantFrom(undefined, { extra: "x" }, JSON.parse('{"__proto__": "polluted"}'), {
      constructor: 1,
    })
    const value = fc.tuple(fc.record(values, { requiredKeys: [] }), extra).map(([known, more]) => withOwn(known, more))
    return sample(
      mode({ ...shape }),
      fc.oneof({ arbitrary: fc.record(values).map((own) => ({ ...own })), weight: 2 }, { arbitrary: value, weight: 1 }),
    )
  })
}

/** An object literal with the own keys of both, `__proto__` included. */
function withOwn(known: object, more: object | undefined): unknown {
  return Object.defineProperties({ ...known }, more === undefined ? {} : Object.getOwnPropertyDescriptors(more))
}

function lists(inner: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> {
  const many = (s: Sample): fc.Arbitrary<unknown> => fc.array(s.value, { maxLength: 4 })
  const ways: ((s: Sample) => Sample)[] = [
    (s) => sample(z.array(s.schema), many(s)),
    (s) => sample(z.array(s.schema).min(1).max(2), many(s)),
    (s) => sample(z.array(s.schema).length(2), many(s)),
    (s) => sample(z.tuple([s.schema, z.int()]), fc.tuple(s.value, int)),
    (s) => sample(z.tuple([s.schema, z.int().optional()]), fc.oneof(fc.tuple(s.value, int), fc.tuple(s.value))),
    (s) => sample(z.tuple([z.int()], s.schema), fc.tuple(int, s.value, s.value)),
    (s) => sample(z.record(z.string(), s.schema), fc.dictionary(name, s.value)),
    (s) => sample(z.record(z.string().toLowerCase().max(3), s.schema), fc.dictionary(name, s.value)),
    (s) => sample(z.record(z.enum(["a", "b"]), s.schema), fc.record({ a: s.value, b: s.value })),
    (s) => sample(z.partialRecord(z.enum(["a", "b"]), s.schema), fc.record({ a: s.value })),
    (s) => sample(z.record(z.int(), s.schema), fc.dictionary(fc.constantFrom("1", "x"), s.value)),
    (s) =>
      sample(
        z.map(z.string(), s.schema),
        many(s).map((list) => new Map((list as unknown[]).map((v, i) => [`${i}`, v]))),
      ),
    (s) =>
      sample(
        z.set(s.schema).max(2),
        many(s).map((list) => new Set(list as unknown[])),
      ),
  ]
  return fc.tuple(inner, fc.constantFrom(...ways)).map(([s, way]) => way(s))
}

function combined(inner: fc.Arbitrary<Sample>): fc.Arbitrary<Sample> {
  const pairs = fc.tuple(inner, inner)
  const tagged = (tag: string, s: Sample): z.ZodObject => z.object({ kind: z.literal(tag), value: s.schema })
  const kind = fc.constantFrom("a", "b", "c", undefined)
  return fc.oneof(
    pairs.map(([a, b]) => sample(z.union([a.schema, b.schema]), fc.oneof(a.value, b.value))),
    pairs.map(([a, b]) => sample(z.xor([a.schema, b.schema]), fc.oneof(a.value, b.value))),
    pairs.map(([a, b]) =>
      sample(
        z.discriminatedUnion("kind", [tagged("a", a), tagged("b", b)]),
        fc.record({ kind, value: fc.oneof(a.value, b.value) }),
      ),
    ),
    pairs.map(([a, b]) =>
      sample(
        z.intersection(z.object({ a: a.schema.optional() }), z.object({ b: b.schema.optional() })),
        fc.record({ a: a.value, b: b.value }, { requiredKeys: [] }),
      ),
    ),
    pairs.map(([a, b]) =>
      sample(
        z.object({ one: a.schema, two: a.schema, three: z.union([a.schema, b.schema]) }),
        fc.record({ one: a.value, two: a.value, three: b.value }),
      ),
    ),
  )
}
