import type { JsonSchema } from "../../schema/adapter.ts"
import { adapterOf } from "../../schema/adapters.ts"
import { plainSchema } from "./plain-schema.ts"
import { eachReference, mapValues, withReferences } from "./walk.ts"

/** A schema whose references are bare names of its definitions. */
export interface ConvertedSchema {
  readonly root: JsonSchema
  readonly definitions: Readonly<Record<string, JsonSchema>>
}

const mark = "~"

/** Whether a name was made up for a schema that has none. */
export function isUnnamed(name: string): boolean {
  return name.startsWith(mark)
}

/** Keys that libraries make up for schemas without a name. */
const madeUp = /^(?:__schema)?\d+$/

/**
 * A schema as JSON Schema, its named parts apart from it. Recursive schemas without a name get one made from
 * `hint`, which must be another for every call.
 *
 * @throws StartError `schema-unsuitable`, `schema-unknown`
 */
export function convertSchema(schema: unknown, side: "input" | "output", hint: string): ConvertedSchema {
  const { $defs, ...rest } = adapterOf(schema).jsonSchema(schema, side)
  const inner = ($defs ?? {}) as Readonly<Record<string, JsonSchema>>
  const own = `${mark}${hint}`
  const nameOf = (key: string): string =>
    madeUp.test(key) ? `${mark}${hint}Part${key.replace(/\D/g, "")}` : key.replace(/[^A-Za-z0-9._-]/g, "_")
  const toName = (reference: string): string => {
    if (reference === "#") return own
    const key = reference.startsWith("#/$defs/") ? unescape(reference.slice("#/$defs/".length)) : reference
    return Object.hasOwn(inner, key) ? nameOf(key) : reference
  }
  const convert = (part: JsonSchema) => withReferences(plainSchema(part, side), toName)

  const root = convert(rest)
  const definitions = Object.fromEntries(
    Object.entries(mapValues(inner, convert)).map(([key, part]) => [nameOf(key), part]),
  )
  if (![root, ...Object.values(definitions)].some((part) => refersTo(part, own))) return { root, definitions }
  return { root: { $ref: own }, definitions: { ...definitions, [own]: root } }
}

function refersTo(schema: JsonSchema, name: string): boolean {
  let found = false
  eachReference(schema, (reference) => (found ||= reference === name))
  return found
}

/** A key out of a JSON Pointer in a URI fragment (RFC 6901, section 6). */
function unescape(pointer: string): string {
  return decodeURIComponent(pointer).replaceAll("~1", "/").replaceAll("~0", "~")
}
