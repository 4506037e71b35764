import type { Fault } from "../fault.ts"
import type { Origin } from "../adapter.ts"
import { escapeKey, pointerOf } from "../pointer.ts"
import { receivedType } from "../received.ts"
import { expectedOf } from "./expected.ts"
import { isIntegerAt } from "./schema-at.ts"
import type { ZodIssue, ZodSchema } from "./zod-type.ts"

/**
 * Turns Zod's issues into faults that carry types and never values.
 *
 * @param root the schema that raised them, which tells integers from other numbers
 */
export function pushIssues(issues: readonly ZodIssue[], origin: Origin, faults: Fault[], root: ZodSchema): void {
  for (const issue of issues) pushIssue(precise(issue, root), "", origin, faults)
}

/** How Zod's own message starts; any other one is the application's and is kept. */
const defaultMessage = "Invalid input: expected number"

function precise(issue: ZodIssue, root: ZodSchema): ZodIssue {
  if (issue.code !== "invalid_type" || issue.expected !== "number" || !isIntegerAt(root, issue.path)) return issue
  const message = issue.message.startsWith(defaultMessage) ? "" : issue.message
  return { ...issue, expected: "int", message }
}

function pushIssue(issue: ZodIssue, base: string, origin: Origin, faults: Fault[]): void {
  const pointer = base + pointerOf(issue.path)
  if (issue.code === "unrecognized_keys") return pushUnrecognized(issue, pointer, origin, faults)
  if (issue.code === "invalid_union") return pushUnion(issue, pointer, origin, faults)
  const missing = issue.code === "invalid_type" && issue.input === undefined
  const expected = expectedOf(issue)
  faults.push({
    in: origin.in,
    name: origin.name,
    pointer,
    code: missing ? "missing" : issue.code,
    expected,
    received: receivedType(issue.input),
    message: safeMessage(issue, expected, receivedType(issue.input)),
  })
}

function pushUnrecognized(
  issue: Extract<ZodIssue, { code: "unrecognized_keys" }>,
  pointer: string,
  origin: Origin,
  faults: Fault[],
): void {
  for (const key of issue.keys) {
    const value = (issue.input as Record<string, unknown> | undefined)?.[key]
    faults.push({
      in: origin.in,
      name: origin.name,
      pointer: `${pointer}/${escapeKey(key)}`,
      code: "unrecognized_key",
      expected: "nothing",
      received: receivedType(value),
      message: "This field is not known.",
    })
  }
}

/**
 * A union that failed: the issues of the one option whose type fitted, if there is exactly one; else
 * one fault that names all options.
 */
function pushUnion(
  issue: Extract<ZodIssue, { code: "invalid_union" }>,
  pointer: string,
  origin: Origin,
  faults: Fault[],
): void {
  const options = issue.errors as readonly (readonly ZodIssue[])[]
  const near = options.filter((option) => !option.some((inner) => isWrongKind(inner)))
  if (near.length === 1) {
    for (const inner of near[0]!) pushIssue(inner, pointer, origin, faults)
    return
  }
  const expected = expectedOf(issue)
  const missing = issue.input === undefined
  faults.push({
    in: origin.in,
    name: origin.name,
    pointer,
    code: missing ? "missing" : options.length === 0 ? "invalid_value" : "invalid_type",
    expected,
    received: receivedType(issue.input),
    message: safeMessage(issue, expected, receivedType(issue.input)),
  })
}

function isWrongKind(issue: ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === "invalid_type" || issue.code === "invalid_value")
}

/** A message may come from the application and quote the value: such a one is replaced. */
function safeMessage(issue: ZodIssue, expected: string, received: string): string {
  const plain = `Expected ${expected}, received ${received}.`
  if (!issue.message || issue.message === "Invalid input") return plain
  const { input } = issue
  const quoted =
    typeof input === "string" || typeof input === "number" || typeof input === "bigint" ? String(input) : ""
  return quoted.length >= 4 && issue.message.includes(quoted) ? plain : issue.message
}
