import type { Origin, Validate } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import { pushIssues } from "./issues.ts"
import type { ZodIssue, ZodSchema } from "./zod-type.ts"

interface Result {
  readonly success: boolean
  readonly data?: unknown
  readonly error?: { readonly issues: readonly ZodIssue[] }
}

/** The two methods that classic and mini schemas share. */
interface Parses {
  safeParse(value: unknown, context: { reportInput: true }): Result
  safeParseAsync(value: unknown, context: { reportInput: true }): Promise<Result>
}

const context = { reportInput: true } as const

/** Validates through Zod itself. Once a check has turned out to be asynchronous the schema is run so from then on. */
export function interpret(schema: ZodSchema): Validate {
  const parser = schema as unknown as Parses
  let asynchronous = false
  return (value, origin, faults) => {
    if (asynchronous) return later(parser, value, origin, faults)
    try {
      return settle(parser.safeParse(value, context), origin, faults)
    } catch (error) {
      if (!isAsyncError(error)) throw error
      asynchronous = true
      return later(parser, value, origin, faults)
    }
  }
}

async function later(parser: Parses, value: unknown, origin: Origin, faults: Fault[]): Promise<unknown> {
  return settle(await parser.safeParseAsync(value, context), origin, faults)
}

function settle(result: Result, origin: Origin, faults: Fault[]): unknown {
  if (!result.success) pushIssues(result.error!.issues, origin, faults)
  return result.data
}

/** Zod throws this when a check returns a promise during a synchronous parse; the class is not on the schema. */
function isAsyncError(error: unknown): boolean {
  return error instanceof Error && error.constructor.name === "$ZodAsyncError"
}
