import { requestCodes, type RequestCode } from "../../errors/codes.ts"
import type { Step } from "../plan/plan.ts"

/** The three steps of an input, as a plan shows them; their phase is that of their place in the order. */
export function inputSteps(input: {
  readonly place: string
  readonly name: string
  readonly source: Step["source"]
  readonly optional: boolean
  /** Text is coerced before it is validated; a JSON body is not. */
  readonly coerced: boolean
  /** What the read step itself may answer. */
  readonly codes: readonly RequestCode[]
}): Step[] {
  const { place, name, source } = input
  const read: Step = {
    phase: "parameters",
    kind: "read",
    name,
    note: `from the ${place}${input.optional ? ", may be absent" : ""}`,
    source,
    reads: [],
    errors: input.codes.map((code) => ({ status: requestCodes[code], code })),
    skipped: undefined,
  }
  const coerce: Step = { ...read, kind: "coerce", note: "text to its type", reads: [name], errors: [] }
  const errors = [{ status: requestCodes["invalid-request"], code: "invalid-request" }]
  const validate: Step = { ...read, kind: "validate", note: "faults are collected", reads: [name], errors }
  return input.coerced ? [read, coerce, validate] : [read, validate]
}
