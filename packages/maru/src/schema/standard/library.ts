import { type Encode, EncodeError, type SchemaAdapter, type Validate } from "../adapter.ts"
import type { Fault } from "../fault.ts"
import { encoderOf } from "../encode/encoder.ts"
import type { Form } from "../encode/form.ts"
import { anything } from "../encode/simple-checks.ts"
import { hiddenResult, unsuitableResult } from "../encode/unsuitable.ts"
import { containsHidden } from "../hidden.ts"
import { isOpen } from "../open.ts"
import { formOfJson } from "./json-form.ts"
import { type JsonNode, publicSchema } from "./json-node.ts"
import { shapeOfJson } from "./json-shape.ts"

/** What Maru asks of a library that describes its schemas as JSON Schema. */
export interface Library<S> {
  validate(schema: S): Validate
  /** Throws StartError `schema-unsuitable` where the schema has no description. */
  describe(schema: S, side: "input" | "output"): JsonNode
  /** May be absent. */
  optional(schema: S): boolean
  /** The JSON value of a checked domain value, for a library with codecs. */
  toJson?(schema: S): (value: unknown) => unknown
}

/** An adapter made of a library's validation and its JSON Schema. */
export function adapterOfLibrary<S extends object>(library: Library<S>): SchemaAdapter<S> {
  return {
    shape: (schema) => shapeOfJson(library.describe(schema, "input")),
    optional: (schema) => library.optional(schema),
    validate: (schema) => library.validate(schema),
    encode: (schema) => encode(library, schema),
    jsonSchema: (schema, side) => publicSchema(library.describe(schema, side)),
  }
}

const opened: Form = { kind: "raw", check: anything }
const origin = { in: "output", name: "" } as const

function closedForm<S extends object>(library: Library<S>, schema: S): Form {
  const output = library.describe(schema, "output")
  if (!library.toJson && typesOf(library.describe(schema, "input")) !== typesOf(output)) {
    throw unsuitableResult("is transformed in one direction only, so a result cannot be checked by it", [])
  }
  return formOfJson(output)
}

/** What the types of a schema are, whatever may be left out or added. */
function typesOf(node: JsonNode): string {
  return JSON.stringify(node, (key, value: unknown) => {
    if (key === "default" || key === "required" || key === "additionalProperties") return undefined
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** The library checks the value, the form of its JSON Schema decides what leaves. */
function encode<S extends object>(library: Library<S>, schema: S): Encode {
  if (containsHidden(schema)) throw hiddenResult([])
  const toJson = library.toJson?.(schema)
  const validate = library.validate(schema)
  const form = isOpen(schema) ? opened : closedForm(library, schema)
  const write = encoderOf(form)
  return (value) => {
    if (toJson) return write(toJson(value))
    const faults: Fault[] = []
    const checked = validate(value, origin, faults)
    if (checked instanceof Promise)
      throw new TypeError("A result cannot be checked asynchronously while it is written.")
    if (faults.length > 0) throw new EncodeError(faults)
    return write(checked)
  }
}
