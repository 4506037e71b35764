import type { Fault, InputPlace } from "./fault.ts"

/** JSON Schema 2020-12 as plain data. */
export type JsonSchema = { readonly [key: string]: unknown }

/**
 * What a schema accepts, as far as text has to be turned into it: numbers, booleans and dates in a
 * query or form arrive as strings, repeated keys as lists.
 */
export type Shape =
  | { readonly kind: "string" | "number" | "integer" | "bigint" | "boolean" | "date" | "null" | "unknown" }
  | { readonly kind: "literal"; readonly values: readonly unknown[] }
  | { readonly kind: "array"; readonly item: Shape }
  | { readonly kind: "union"; readonly options: readonly Shape[] }
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, Field>> }

export interface Field {
  readonly shape: Shape
  /** May be absent: optional or with a default. */
  readonly optional: boolean
}

/** Where a validated value stood, for its faults. */
export interface Origin {
  readonly in: InputPlace | "output"
  readonly name: string
}

/**
 * Returns the output, or pushes at least one fault (the result is then meaningless). Returns a
 * promise only if the schema has asynchronous checks.
 */
export type Validate = (value: unknown, origin: Origin, faults: Fault[]) => unknown

/** JSON text of a domain value: undeclared fields stripped, codecs encoded. Throws EncodeError where the value does not fit. */
export type Encode = (value: unknown) => string

/** The value does not fit the schema that its outcome declares: a fault of the server, answered by 500. */
export class EncodeError extends Error {
  override readonly name = "EncodeError"
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(
      `The result does not fit its outcome: ${faults.map((fault) => `${fault.pointer || "/"} ${fault.message}`).join("; ")}`,
    )
    this.faults = faults
  }
}

/** All that Maru needs of a schema library. Everything here runs when the application starts. */
export interface SchemaAdapter<S = unknown> {
  /** Throws StartError `schema-unsuitable` when the library offers no introspection. */
  shape(schema: S): Shape
  /** May be absent: the schema accepts `undefined` or has a default. */
  optional(schema: S): boolean
  validate(schema: S): Validate
  /** Throws StartError `schema-unsuitable` with the reason why the schema cannot guarantee what leaves. */
  encode(schema: S): Encode
  /** @param side `input` is what a client sends, `output` what it receives */
  jsonSchema(schema: S, side: "input" | "output"): JsonSchema
}
