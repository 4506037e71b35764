import type { Origin, Validate } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import { isLarge, isTooDeep } from "../limits.ts"
import { tooDeepFault } from "../too-deep.ts"
import { isAsyncError } from "./async.ts"
import { compile, type Fast, invalid } from "./compile.ts"
import { graphOf } from "./graph.ts"
import { type Failure, pushIssues } from "./issues.ts"
import { type RunContext, runSync } from "./run.ts"
import { isChecked } from "./version.ts"
import type { ZodIssue, ZodSchema } from "./zod-type.ts"

interface Result {
  readonly success: boolean
  readonly data?: unknown
  readonly error?: { readonly issues: readonly ZodIssue[] }
}

/** The two methods that classic and mini schemas share. */
interface Parses {
  safeParse(value: unknown, context: RunContext): Result
  safeParseAsync(value: unknown, context: RunContext): Promise<Result>
}

const thorough: RunContext = { reportInput: true }
const early: RunContext = { reportInput: true, abortEarly: true }

/** A large value is told its first fault only: Zod makes an issue for each, which costs more than the body did. */
function contextOf(value: unknown): RunContext {
  return isLarge(value) ? early : thorough
}

/**
 * Validates by generated code and leaves to Zod what that refuses: Zod says what is wrong. Where no
 * code may be generated Zod does all.
 */
export function zodValidate(schema: ZodSchema): Validate {
  const graph = graphOf(schema)
  const plain = interpret(schema, graph)
  const fast = graph.asynchronous || graph.endless || !isChecked(schema) ? undefined : compile(schema, graph)
  return fast === undefined ? plain : accelerate(fast, plain)
}

function accelerate(fast: Fast, plain: Validate): Validate {
  let asynchronous = false
  return (value, origin, faults) => {
    if (asynchronous) return plain(value, origin, faults)
    try {
      const output = fast(value)
      if (output !== invalid) return output
    } catch (error) {
      if (!isAsyncError(error)) throw error
      asynchronous = true
    }
    return plain(value, origin, faults)
  }
}

/**
 * Validates through Zod itself. Once a check has turned out to be asynchronous the schema is run so
 * from then on.
 */
export function interpret(schema: ZodSchema, graph: ReturnType<typeof graphOf> = graphOf(schema)): Validate {
  const parser = schema as unknown as Parses
  const checked = isChecked(schema)
  const bounded = graph.recursive.size > 0 || graph.endless
  let { asynchronous } = graph
  return (value, origin, faults) => {
    if (bounded && isTooDeep(value)) {
      faults.push(tooDeepFault(value, origin))
      return undefined
    }
    if (asynchronous) return later(schema, value, origin, faults)
    try {
      if (!checked) return settle(parser.safeParse(value, contextOf(value)), { schema, value, origin, faults })
      const found = runSync(schema, value, contextOf(value))
      if (found.issues.length === 0) return found.value
      pushIssues(found.issues, { schema, value, origin, faults })
      return undefined
    } catch (error) {
      if (!isAsyncError(error)) throw error
      asynchronous = true
      return later(schema, value, origin, faults)
    }
  }
}

async function later(schema: ZodSchema, value: unknown, origin: Origin, faults: Fault[]): Promise<unknown> {
  const result = await (schema as unknown as Parses).safeParseAsync(value, contextOf(value))
  return settle(result, { schema, value, origin, faults })
}

function settle(result: Result, failure: Failure): unknown {
  if (!result.success) pushIssues(result.error!.issues, failure)
  return result.data
}
