import { isDeepStrictEqual } from "node:util"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Fault } from "../../src/schema/fault.ts"
import { compile, invalid } from "../../src/schema/zod/compile.ts"
import { graphOf } from "../../src/schema/zod/graph.ts"
import { interpret, zodValidate } from "../../src/schema/zod/validate.ts"
import type { ZodSchema } from "../../src/schema/zod/zod-type.ts"
import { schemas } from "./arbitrary-schemas.ts"

const origin = { in: "body", name: "" } as const
const generating = process.env["MARU_STRICT"] === undefined

/** A schema, and values that fit it, nearly fit it, or have nothing to do with it. */
const cases = schemas.chain((sample) =>
  fc.record({
    schema: fc.constant(sample.schema),
    values: fc.array(
      fc.oneof(
        { arbitrary: sample.value, weight: 4 },
        { arbitrary: fc.anything(), weight: 1 },
        { arbitrary: fc.constantFrom(undefined, null), weight: 1 },
      ),
      {
        minLength: 1,
        maxLength: 6,
      },
    ),
  }),
)

/** What a run gives: its output, its refusal, or the message of what it throws. */
function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return { thrown: (error as Error).message }
  }
}

describe("compiled validation", () => {
  it.skipIf(!generating)("gives the same output as Zod for every schema and value", () => {
    fc.assert(
      fc.property(cases, ({ schema, values }) => {
        const subject = schema as unknown as ZodSchema
        const fast = compile(subject, graphOf(subject))!
        for (const value of values) {
          const mine = outcome(() => fast(value))
          const zods = outcome(() => {
            const result = schema.safeParse(value)
            return result.success ? result.data : invalid
          })
          // A refusal hands the value to Zod, where a check of the user may throw after another has failed.
          if (mine !== invalid || !isThrown(zods)) expectSame(mine, zods)
        }
      }),
      { numRuns: 1500 },
    )
  })

  it("reports the same faults as plain validation, and never changes its input", () => {
    fc.assert(
      fc.property(cases, ({ schema, values }) => {
        const subject = schema as unknown as ZodSchema
        const validate = zodValidate(subject)
        const plain = interpret(subject)
        for (const value of values) {
          const before = structure(value)
          const faults: Fault[] = []
          const expected: Fault[] = []
          const mine = outcome(() => validate(value, origin, faults))
          const plains = outcome(() => plain(value, origin, expected))
          expect(faults).toStrictEqual(expected)
          if (faults.length === 0) expectSame(mine, plains)
          expect(structure(value)).toBe(before)
        }
      }),
      { numRuns: 600 },
    )
  })
})

/** Deep equality that an own key named `constructor` does not confuse. */
function expectSame(mine: unknown, other: unknown): void {
  if (!isDeepStrictEqual(mine, other)) expect(fc.stringify(mine)).toBe(fc.stringify(other))
  expect(isDeepStrictEqual(mine, other)).toBe(true)
}

function isThrown(result: unknown): boolean {
  return typeof result === "object" && result !== null && "thrown" in result
}

/** A text that changes when anything in the value does. */
function structure(value: unknown): string {
  return fc.stringify(value)
}

it.skipIf(generating)("compiles nothing where code must not be generated", () => {
  fc.assert(
    fc.property(cases, ({ schema }) => {
      const subject = schema as unknown as ZodSchema
      expect(compile(subject, graphOf(subject))).toBeUndefined()
    }),
    { numRuns: 20 },
  )
})
