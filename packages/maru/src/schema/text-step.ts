import type { Origin, Shape } from "./adapter.ts"
import { acceptsEmpty, type Coerce, coerce, type RawText, repeated } from "./coercion.ts"
import type { Fault } from "./fault.ts"

/** How the text of one parameter becomes a value for the validator. */
export interface TextStep {
  readonly coerce: Coerce
  /** The empty string is a value. */
  readonly empty: boolean
  readonly optional: boolean
  /** What is accepted, in words. */
  readonly expected: string
}

/** Compiles the step of a shape. */
export function textStep(shape: Shape, optional: boolean): TextStep {
  return { coerce: coerce(shape), empty: acceptsEmpty(shape), optional, expected: wordsOf(shape) }
}

/** What is wrong with a text before any validator sees it. */
export class Refusal {
  readonly code: string
  readonly received: string
  readonly message: string

  constructor(code: string, received: string, message: string) {
    this.code = code
    this.received = received
    this.message = message
  }
}

const missing = new Refusal("missing", "nothing", "This is required.")
const twice = new Refusal("repeated", "array", "This may be given only once.")
const empty = new Refusal("invalid_type", "string", "This may not be empty.")

/** The coerced value, or what is wrong with the text. */
export function takeText(step: TextStep, raw: RawText): unknown {
  if (raw === undefined) return step.optional ? undefined : missing
  const value = step.coerce(raw)
  if (value === repeated) return twice
  return value === "" && !step.empty ? empty : value
}

/** The fault of a refused text. */
export function faultOf(refusal: Refusal, step: TextStep, origin: Origin): Fault {
  const { code, received, message } = refusal
  return { in: origin.in, name: origin.name, pointer: "", code, expected: step.expected, received, message }
}

function wordsOf(shape: Shape): string {
  switch (shape.kind) {
    case "literal":
      return shape.values
        .map((value) => (typeof value === "string" ? JSON.stringify(value) : String(value)))
        .join(" or ")
    case "union":
      return [...new Set(shape.options.filter((option) => option.kind !== "null").map(wordsOf))].join(" or ")
    case "unknown":
      return "a value"
    case "bigint":
      return "integer"
    default:
      return shape.kind
  }
}
