import { quote, type Source } from "../generate/source.ts"
import { emitPattern } from "./checks.ts"
import { literalOf } from "./literals.ts"
import { emitArray, emitRecord, emitTuple } from "./lists.ts"
import { emitObject } from "./objects.ts"
import { emitUnion } from "./unions.ts"
import { emitWrapper } from "./wrappers.ts"
import type { Emission, Place } from "./emission.ts"
import type { ZodSchema } from "./zod-type.ts"

/** Emits the type of a schema without its checks. Returns undefined for what is left to Zod. */
export function emitType(schema: ZodSchema, input: string, place: Place, emission: Emission): string | undefined {
  switch (schema._zod.def.type) {
    case "object":
      return emitObject(schema, input, place, emission)
    case "array":
      return emitArray(schema, input, place, emission)
    case "tuple":
      return emitTuple(schema, input, place, emission)
    case "record":
      return emitRecord(schema, input, place, emission)
    case "union":
      return emitUnion(schema, input, place, emission)
    default:
      return emitScalar(schema, input, place, emission) ?? emitWrapper(schema, input, place, emission)
  }
}

function emitScalar(schema: ZodSchema, input: string, place: Place, { source }: Emission): string | undefined {
  const { def } = schema._zod
  switch (def.type) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
    case "date":
      return emitPrimitive(schema, input, place, source)
    case "null":
      return emitTest(`${input} === null`, input, place, source)
    case "undefined":
    case "void":
      return emitTest(`${input} === undefined`, input, place, source)
    case "any":
    case "unknown":
    case "custom":
      return input
    case "literal":
    case "enum":
      return emitValues((schema._zod as unknown as { values: ReadonlySet<unknown> }).values, input, place, source)
    case "template_literal":
      emitTest(`typeof ${input} === "string"`, input, place, source)
      emitPattern(schema._zod.pattern!, input, { source, fail: place.fail })
      return input
    case "file":
      return emitTest(`${input} instanceof File`, input, place, source)
    default:
      return undefined
  }
}

function emitTest(condition: string, value: string, place: Place, source: Source): string {
  source.line(`if (!(${condition})) ${place.fail}`)
  return value
}

const coercions: Readonly<Record<string, (value: unknown) => unknown>> = {
  string: (value) => attempted(value, String),
  number: (value) => attempted(value, Number),
  boolean: Boolean,
  bigint: (value) => attempted(value, BigInt as (value: unknown) => unknown),
  date: (value) => attempted(value, (input) => new Date(input as string)),
}

/** `z.coerce` leaves what cannot be converted, so that the type check reports it. */
function attempted(value: unknown, convert: (value: unknown) => unknown): unknown {
  try {
    return convert(value)
  } catch {
    return value
  }
}

function emitPrimitive(schema: ZodSchema, input: string, place: Place, source: Source): string {
  const def = schema._zod.def as { type: string; coerce?: boolean; check?: string; format?: string }
  const value = def.coerce ? source.let(`${source.constant(coercions[def.type])}(${input})`) : input
  switch (def.type) {
    case "number":
      // An integer format tests the type by itself.
      if (def.check === "number_format" && def.format?.includes("int")) return value
      return emitTest(`Number.isFinite(${value})`, value, place, source)
    case "date":
      return emitTest(`${value} instanceof Date && !Number.isNaN(${value}.getTime())`, value, place, source)
    default:
      return emitTest(`typeof ${value} === ${quote(def.type)}`, value, place, source)
  }
}

/** Few plain values are compared one by one, others looked up. */
function emitValues(values: ReadonlySet<unknown>, input: string, place: Place, source: Source): string {
  const plain = [...values].every((value) => literalOf(value) !== undefined)
  if (!plain || values.size > 8) return emitTest(`${source.constant(values)}.has(${input})`, input, place, source)
  const tests = [...values].map((value) => `${input} === ${literalOf(value)}`)
  return emitTest(tests.join(" || ") || "false", input, place, source)
}
