import { isDeepStrictEqual } from "node:util"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { EncodeError } from "../../src/schema/adapter.ts"
import { encoderOf, plainEncoder } from "../../src/schema/encode/encoder.ts"
import type { Form } from "../../src/schema/encode/form.ts"
import { generateEncoder } from "../../src/schema/encode/generated.ts"
import { StartError } from "../../src/errors/start-error.ts"
import { childrenOf } from "../../src/schema/zod/graph.ts"
import { formOf } from "../../src/schema/zod/forms.ts"
import { zodOptional } from "../../src/schema/zod/shape.ts"
import type { ZodSchema } from "../../src/schema/zod/zod-type.ts"
import { schemas } from "./arbitrary-schemas.ts"

const generating = process.env["MARU_STRICT"] === undefined

const cases = schemas.chain((sample) =>
  fc.record({ schema: fc.constant(sample.schema), values: fc.array(sample.value, { minLength: 1, maxLength: 5 }) }),
)

/** The form of a schema, or undefined for one that cannot guarantee what leaves. */
function suitable(schema: unknown): Form | undefined {
  try {
    return formOf(schema as ZodSchema)
  } catch (error) {
    if (error instanceof StartError && error.code === "schema-unsuitable") return undefined
    throw error
  }
}

/** The text, or the faults, or what a check of the user threw. */
function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return error instanceof EncodeError ? error.faults : { thrown: (error as Error).message }
  }
}

/** JSON as Zod's own encode gives it, with dates and bigints written as Maru writes them. */
function reference(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === "bigint" ? String(part) : part))
}

const fallbacks = new Set(["default", "prefault", "catch"])

/**
 * Where Maru is stricter than Zod on purpose: a result is never coerced, a Date is no object without
 * fields, what has a default is always there, and the refinement of a union holds (Zod 4.6 loses it
 * when it encodes).
 */
function isStricter(schema: unknown): boolean {
  const kinds = new Set<string>()
  const visit = (part: ZodSchema): void => {
    const { type, coerce } = part._zod.def as { type: string; coerce?: boolean }
    kinds.add(coerce ? "coerce" : type)
    if (!fallbacks.has(type) && zodOptional(part)) kinds.add("absent")
    if (type === "union" && part._zod.def.checks?.length) kinds.add("refined union")
    for (const next of childrenOf(part)) visit(next)
  }
  visit(schema as ZodSchema)
  const pairs = [["coerce"], ["refined union"], ["union", "date"], ["default", "absent"], ["nonoptional", "absent"]]
  return pairs.some((pair) => pair.every((kind) => kinds.has(kind)))
}

describe("encoding", () => {
  it("writes what Zod's own encode gives, whenever that succeeds", () => {
    let compared = 0
    fc.assert(
      fc.property(cases, ({ schema, values }) => {
        const form = suitable(schema)
        if (!form || isStricter(schema)) return
        const encode = encoderOf(form)
        for (const value of values) {
          const result = outcome(() => schema.safeEncode(value as never)) as { success?: boolean; data?: unknown }
          if (result.success !== true) continue
          compared++
          expect(outcome(() => encode(value))).toStrictEqual(reference(result.data))
        }
      }),
      { numRuns: 1500 },
    )
    expect(compared).toBeGreaterThan(200)
  })

  it("gives the same text and the same faults with and without generated code", () => {
    fc.assert(
      fc.property(cases, ({ schema, values }) => {
        const form = suitable(schema)
        if (!form) return
        const encode = encoderOf(form)
        const plain = plainEncoder(form)
        for (const value of values) {
          const [mine, plains] = [outcome(() => encode(value)), outcome(() => plain(value))]
          if (!isDeepStrictEqual(mine, plains)) expect(mine).toStrictEqual(plains)
          expect(typeof mine === "string" || typeof mine === "object").toBe(true)
        }
      }),
      { numRuns: 800 },
    )
  })

  it.skipIf(generating)("generates nothing where code must not be generated", () => {
    fc.assert(
      fc.property(cases, ({ schema }) => {
        const form = suitable(schema)
        if (form) expect(generateEncoder(form)).toBeUndefined()
      }),
      { numRuns: 50 },
    )
  })
})
