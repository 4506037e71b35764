import type { Origin, Validate } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import { isTooDeep, maxFaults } from "../limits.ts"
import { pointerOf } from "../pointer.ts"
import { quotationsOf } from "../quoting.ts"
import { receivedType } from "../received.ts"
import { tooDeepFault } from "../too-deep.ts"

/** An issue as Standard Schema defines it; libraries add members of their own. */
export interface StandardIssue {
  readonly message: string
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
}

type Result = { readonly value: unknown; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] }

/** A schema that implements Standard Schema. */
export interface StandardSchema {
  readonly "~standard": {
    readonly vendor: string
    validate(value: unknown): Result | Promise<Result>
    readonly jsonSchema?: {
      input(options: { target: string }): object
      output(options: { target: string }): object
    }
  }
}

/** What a library's own issue says beyond the standard. */
export interface Translation {
  readonly code: string
  readonly expected: string
  /** A message of the application; left out where it is the library's. */
  readonly message?: string | undefined
}

/**
 * Validates through Standard Schema. Nothing bounds the recursion of such a library, so the depth of
 * the value is tested first where the schema may contain itself.
 *
 * @param translate reads the library's own members of an issue
 * @param bounded whether the depth must be tested
 */
export function standardValidate<I extends StandardIssue>(
  schema: StandardSchema,
  translate: (issue: I) => Translation,
  bounded: boolean,
): Validate {
  const settle = (result: Result, value: unknown, origin: Origin, faults: Fault[]): unknown => {
    if (!result.issues) return result.value
    const issues = result.issues.slice(0, maxFaults).map((issue) => [issue, translate(issue as I)] as const)
    const quotes = quotationsOf(
      value,
      issues.map(([, { message }]) => message),
    )
    for (const [issue, translation] of issues) faults.push(faultOf(issue, translation, value, origin, quotes))
    return undefined
  }
  return (value, origin, faults) => {
    if (bounded && isTooDeep(value)) {
      faults.push(tooDeepFault(value, origin))
      return undefined
    }
    const result = schema["~standard"].validate(value)
    if (result instanceof Promise) return result.then((later) => settle(later, value, origin, faults))
    return settle(result, value, origin, faults)
  }
}

function faultOf(
  issue: StandardIssue,
  translation: Translation,
  value: unknown,
  origin: Origin,
  quotes: (message: string) => boolean,
): Fault {
  const part = partAt(value, issue)
  const received = receivedType(part)
  const { message } = translation
  const plain = `Expected ${translation.expected}, received ${received}.`
  const missing = part === undefined && translation.code !== "custom"
  return {
    in: origin.in,
    name: origin.name,
    pointer: pointerOf(keysOf(issue)),
    code: missing ? "missing" : translation.code,
    expected: translation.expected,
    received,
    message: message === undefined || quotes(message) ? plain : message,
  }
}

function keysOf({ path }: StandardIssue): PropertyKey[] {
  // Array.from, since a library's own list (ArkType) may build something else in map().
  return Array.from(path ?? [], (segment) => (typeof segment === "object" ? segment.key : segment))
}

/** The part of the input that an issue is about. */
function partAt(value: unknown, issue: StandardIssue): unknown {
  let part = value
  for (const key of keysOf(issue)) {
    if (typeof part !== "object" || part === null) return undefined
    part = (part as Record<PropertyKey, unknown>)[key]
  }
  return part
}
