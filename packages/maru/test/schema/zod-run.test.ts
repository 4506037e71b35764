import { deepStrictEqual } from "node:assert/strict"
import * as fc from "fast-check"
import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import { runSync } from "../../src/schema/zod/run.ts"
import type { ZodIssue, ZodSchema } from "../../src/schema/zod/zod-type.ts"
import { schemas } from "./arbitrary-schemas.ts"

afterEach(() => void z.config({ customError: undefined, localeError: z.locales.en().localeError }))

/** What a fault is made of. */
const parts = ({ code, path, message, input }: ZodIssue) => ({ code, path, message, input })

function mine(schema: z.ZodType, value: unknown) {
  return runSync(schema as unknown as ZodSchema, value, { reportInput: true }).issues.map(parts)
}

function zods(schema: z.ZodType, value: unknown) {
  const { error } = schema.safeParse(value, { reportInput: true })
  return (error?.issues ?? []).map((issue) => parts(issue as ZodIssue))
}

/** The list, or the message of what was thrown on the way. */
function outcome(run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    return (error as Error).message
  }
}

const samples = schemas.chain(({ schema, value }) =>
  fc.record({ schema: fc.constant(schema), value: fc.oneof(value, fc.anything(), fc.jsonValue()) }),
)

describe("a schema run by hand", () => {
  it("finds what safeParse finds, in the same words", () => {
    fc.assert(
      fc.property(samples, ({ schema, value }) => {
        // Bun's own toEqual finds two invalid dates different.
        deepStrictEqual(
          outcome(() => mine(schema, value)),
          outcome(() => zods(schema, value)),
        )
      }),
      { numRuns: 1500 },
    )
  })

  const email = z.email("not an email")
  it.each<[string, z.ZodType, unknown]>([
    ["of a schema", z.string("a name, please"), 1],
    ["of a schema, made by a function", z.string({ error: ({ input }) => `not ${typeof input}` }), 1],
    ["of a function that leaves it to others", z.string({ error: () => undefined }), 1],
    ["of a check", z.string("no string").min(3, "too short"), "a"],
    ["of the schema around a check without one", z.string("only names").min(3), "a"],
    ["of a format that is a schema", email, "a"],
    ["of a format that is a check", z.string("no string").check(z.email()), "a"],
    ["of a refinement", z.object({ a: z.int() }).refine(() => false, { error: "never", path: ["a"] }), { a: 1 }],
    ["of a raw issue", z.int().check((ctx) => void ctx.issues.push({ code: "custom", input: 1, message: "own" })), 1],
    ["of a raw issue without one", z.int().check((ctx) => void ctx.issues.push({ code: "custom", input: 1 })), 1],
    ["of a union's options", z.union([z.string("text"), z.object({ a: z.int("whole") })]), { a: 1.5 }],
  ])("keeps the message %s", (_, schema, value) => {
    expect(mine(schema, value)).toEqual(zods(schema, value))
    expect(mine(schema, value)).not.toEqual([])
  })

  it("keeps the messages that the application configures", () => {
    z.config({ customError: ({ code }) => (code === "invalid_type" ? "kind" : undefined), ...z.locales.ko() })
    const schema = z.object({ a: z.int(), b: z.string().min(3), c: z.string("own") })
    const value = { a: "x", b: "y", c: 1 }
    expect(mine(schema, value)).toEqual(zods(schema, value))
    expect(mine(schema, value)[0]!.message).toBe("kind")
  })

  it("says that a check is asynchronous", () => {
    const schema = z.string().refine(() => Promise.resolve(true))
    expect(() => runSync(schema as unknown as ZodSchema, "a", { reportInput: true })).toThrow(/[Pp]romise/)
  })
})
