import type { Origin } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import { escapeKey, splitPointer } from "../pointer.ts"
import { receivedType } from "../received.ts"

/** An error as TypeBox gives it: a JSON Schema keyword that failed at a place. */
export interface TypeBoxError {
  readonly keyword: string
  readonly schemaPath: string
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message: string
}

/**
 * Errors inside a union's options say less than the union itself, and "schema is false" less than the
 * keyword that brought it, so they are left out.
 */
export function pushErrors(errors: readonly TypeBoxError[], value: unknown, origin: Origin, faults: Fault[]): void {
  const unions = errors.filter((error) => error.keyword === "anyOf").map((error) => `${error.schemaPath}/anyOf/`)
  for (const error of errors) {
    if (error.keyword !== "boolean" && !unions.some((union) => error.schemaPath.startsWith(union)))
      pushError(error, value, origin, faults)
  }
}

function pushError(error: TypeBoxError, value: unknown, origin: Origin, faults: Fault[]): void {
  const keys = listOf(error.params["requiredProperties"] ?? error.params["additionalProperties"])
  for (const pointer of keys.length > 0
    ? keys.map((key) => `${error.instancePath}/${escapeKey(key)}`)
    : [error.instancePath]) {
    const received = receivedType(partAt(value, pointer))
    const expected = wordsOf(error)
    faults.push({
      in: origin.in,
      name: origin.name,
      pointer,
      code: codes[error.keyword] ?? "custom",
      expected,
      received,
      message: `Expected ${expected}, received ${received}.`,
    })
  }
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function partAt(value: unknown, pointer: string): unknown {
  let part = value
  for (let rest = pointer; rest !== "" && typeof part === "object" && part !== null;) {
    const [key, below] = splitPointer(rest)
    part = (part as Record<string, unknown>)[key]
    rest = below
  }
  return part
}

const codes: Readonly<Record<string, string>> = {
  required: "missing",
  type: "invalid_type",
  anyOf: "invalid_type",
  oneOf: "invalid_type",
  const: "invalid_value",
  enum: "invalid_value",
  minimum: "too_small",
  exclusiveMinimum: "too_small",
  minLength: "too_small",
  minItems: "too_small",
  minProperties: "too_small",
  maximum: "too_big",
  exclusiveMaximum: "too_big",
  maxLength: "too_big",
  maxItems: "too_big",
  maxProperties: "too_big",
  multipleOf: "not_multiple_of",
  format: "invalid_format",
  pattern: "invalid_format",
  additionalProperties: "unrecognized_key",
  unevaluatedProperties: "unrecognized_key",
}

function wordsOf({ keyword, params, message }: TypeBoxError): string {
  if (keyword === "required") return "a value"
  if (keyword === "type") return listOf(params["type"]).join(" or ") || String(params["type"])
  if (codes[keyword] === "unrecognized_key") return "nothing"
  if (keyword === "enum")
    return listOf(params["allowedValues"])
      .map((value) => JSON.stringify(value))
      .join(" or ")
  if (keyword === "anyOf") return "one of the options"
  return message.replace(/^must (?:be |have |match )?/, "")
}
