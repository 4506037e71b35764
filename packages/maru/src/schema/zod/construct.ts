import { quote, type Source } from "../generate/source.ts"
import { emitPattern } from "./checks.ts"
import { literalOf } from "../generate/literals.ts"
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
      return emitScalar(schema, input, place.fail, emission.source) ?? emitWrapper(schema, input, place, emission)
  }
}

/**
 * Emits the type of a schema that has no parts.
 *
 * @param coerces whether `z.coerce` may convert the value; one that leaves is never converted
 */
export function emitScalar(
  schema: ZodSchema,
  input: string,
  fail: string,
  source: Source,
  coerces: boolean = true,
): string | undefined {
  const { def } = schema._zod
  switch (def.type) {
    case "string":
    case "number":
    case "boolean":
    case "bigint":
    case "date":
      return emitPrimitive(schema, input, fail, source, coerces)
    case "null":
      return emitTest(`${input} === null`, input, fail, source)
    case "undefined":
    case "void":
      return emitTest(`${input} === undefined`, input, fail, source)
    case "any":
    case "unknown":
    case "custom":
      return input
    case "literal":
    case "enum":
      return emitValues((schema._zod as unknown as { values: ReadonlySet<unknown> }).values, input, fail, source)
    case "template_literal":
      emitTest(`typeof ${input} === "string"`, input, fail, source)
      emitPattern(schema._zod.pattern!, input, { source, fail })
      return input
    case "file":
      return emitTest(`${input} instanceof File`, input, fail, source)
    default:
      return undefined
  }
}

function emitTest(condition: string, value: string, fail: string, source: Source): string {
  source.line(`if (!(${condition})) ${fail}`)
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

function emitPrimitive(schema: ZodSchema, input: string, fail: string, source: Source, coerces: boolean): string {
  const def = schema._zod.def as { type: string; coerce?: boolean; check?: string; format?: string }
  const value = def.coerce && coerces ? source.let(`${source.constant(coercions[def.type])}(${input})`) : input
  switch (def.type) {
    case "number":
      // An integer format tests the type by itself.
      if (def.check === "number_format" && def.format?.includes("int")) return value
      return emitTest(`Number.isFinite(${value})`, value, fail, source)
    case "date":
      return emitTest(`${value} instanceof Date && !Number.isNaN(${value}.getTime())`, value, fail, source)
    default:
      return emitTest(`typeof ${value} === ${quote(def.type)}`, value, fail, source)
  }
}

/** Few plain values are compared one by one, others looked up. */
function emitValues(values: ReadonlySet<unknown>, input: string, fail: string, source: Source): string {
  const plain = [...values].every((value) => literalOf(value) !== undefined)
  if (!plain || values.size > 8) return emitTest(`${source.constant(values)}.has(${input})`, input, fail, source)
  const tests = [...values].map((value) => `${input} === ${literalOf(value)}`)
  return emitTest(tests.join(" || ") || "false", input, fail, source)
}
