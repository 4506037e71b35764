/** Where in a request an input comes from. */
export type InputPlace = "path" | "query" | "header" | "cookie" | "body" | "form"

/** One thing wrong with an input. It never carries the received value, only its type. */
export interface Fault {
  /** Place the input came from; `output` when a response does not fit its schema. */
  readonly in: InputPlace | "output"
  /** Name of the parameter, or "" for a body. */
  readonly name: string
  /** JSON Pointer (RFC 6901) below it: "" for the input itself, "/tags/0" inside it. */
  readonly pointer: string
  /** Stable code: missing, invalid_type, too_small, too_big, invalid_format, not_multiple_of, unrecognized_key, invalid_value, custom ... */
  readonly code: string
  /** What would have been accepted: "integer", "string with at least 1 character". */
  readonly expected: string
  /** Type of what was received: "string", "null", "array", "nothing" ... never the value. */
  readonly received: string
  /** One sentence for people. */
  readonly message: string
}
