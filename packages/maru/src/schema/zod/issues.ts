import type { Origin } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import { maxFaults } from "../limits.ts"
import { escapeKey, pointerOf } from "../pointer.ts"
import { quotationsOf } from "../quoting.ts"
import { receivedType } from "../received.ts"
import { expectedOf } from "./expected.ts"
import { isIntegerAt } from "./schema-at.ts"
import type { ZodIssue, ZodSchema } from "./zod-type.ts"

/** What failed, and where its faults go. */
export interface Failure {
  /** The schema that raised the issues; it tells integers from other numbers. */
  readonly schema: ZodSchema
  readonly value: unknown
  readonly origin: Origin
  readonly faults: Fault[]
}

type Issue<C extends ZodIssue["code"]> = Extract<ZodIssue, { code: C }>

/** Turns Zod's issues into faults that carry types and never values. */
export function pushIssues(issues: readonly ZodIssue[], failure: Failure): void {
  const most = failure.faults.length + maxFaults
  const run: Run = {
    ...failure,
    quotes: quotationsOf(
      failure.value,
      issues.map(({ message }) => message),
    ),
  }
  for (const issue of issues) {
    if (failure.faults.length >= most) return
    pushIssue(precise(issue, failure.schema), [], run)
  }
}

interface Run extends Failure {
  /** Whether a message quotes the value. */
  quotes(message: string): boolean
}

/** How Zod's own message starts; any other one is the application's and is kept. */
const defaultMessage = "Invalid input: expected number"

function precise(issue: ZodIssue, root: ZodSchema): ZodIssue {
  if (issue.code !== "invalid_type" || issue.expected !== "number" || !isIntegerAt(root, issue.path)) return issue
  const message = issue.message?.startsWith(defaultMessage) ? "" : issue.message
  return { ...issue, expected: "int", message }
}

function pushIssue(issue: ZodIssue, base: readonly PropertyKey[], run: Run): void {
  const path = [...base, ...issue.path]
  if (issue.code === "unrecognized_keys") return pushUnrecognized(issue, path, run)
  if (issue.code === "invalid_union") return pushUnion(issue, path, run)
  const input = inputOf(issue, path, run.value)
  push(issue, path, input, issue.code === "invalid_type" && input === undefined ? "missing" : issue.code, run)
}

function push(issue: ZodIssue, path: readonly PropertyKey[], input: unknown, code: string, run: Run): void {
  const { origin, faults } = run
  const expected = expectedOf(issue)
  const received = receivedType(input)
  const plain = `Expected ${expected}, received ${received}.`
  // A message may come from the application and quote the value: such a one is replaced.
  const own = issue.message && issue.message !== "Invalid input" && !run.quotes(issue.message)
  const message = own ? issue.message : plain
  faults.push({ in: origin.in, name: origin.name, pointer: pointerOf(path), code, expected, received, message })
}

/**
 * What an issue is about. A refinement may name a part of the value that it was given, and a
 * discriminator always does, though Zod hands over the whole.
 */
function inputOf(issue: ZodIssue, path: readonly PropertyKey[], root: unknown): unknown {
  const named = issue.code === "custom" || (issue.code === "invalid_union" && "discriminator" in issue)
  if (!named || path.length === 0) return issue.input
  let part = root
  for (const key of path) {
    if (typeof part !== "object" || part === null) return undefined
    part = (part as Record<PropertyKey, unknown>)[key]
  }
  return part
}

function pushUnrecognized(issue: Issue<"unrecognized_keys">, path: readonly PropertyKey[], run: Run): void {
  const { origin, faults } = run
  for (const key of issue.keys.slice(0, maxFaults)) {
    faults.push({
      in: origin.in,
      name: origin.name,
      pointer: `${pointerOf(path)}/${escapeKey(key)}`,
      code: "unrecognized_key",
      expected: "nothing",
      received: receivedType((issue.input as Record<string, unknown> | undefined)?.[key]),
      message: "This field is not known.",
    })
  }
}

/**
 * A union that failed: the issues of the one option whose type fitted, if there is exactly one; else
 * one fault that names all options.
 */
function pushUnion(issue: Issue<"invalid_union">, path: readonly PropertyKey[], run: Run): void {
  const options = issue.errors as readonly (readonly ZodIssue[])[]
  const near = options.filter((option) => !option.some(isWrongKind))
  if (near.length === 1) {
    for (const inner of near[0]!) pushIssue(inner, path, run)
    return
  }
  const input = inputOf(issue, path, run.value)
  const code = input === undefined ? "missing" : options.length === 0 ? "invalid_value" : "invalid_type"
  push(issue, path, input, code, run)
}

function isWrongKind(issue: ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value")
}
