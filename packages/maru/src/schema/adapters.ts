import { StartError } from "../errors/start-error.ts"
import type { Encode, JsonSchema, SchemaAdapter, Shape, Validate } from "./adapter.ts"
import { arktypeAdapter } from "./standard/arktype.ts"
import { standardAdapter } from "./standard/generic.ts"
import { isTypeBox, typeBoxAdapter } from "./standard/typebox.ts"
import { valibotAdapter } from "./standard/valibot.ts"
import { zodAdapter } from "./zod/adapter.ts"

/** Whether a value is a schema of a library that Maru knows, or any Standard Schema. */
export function isSchema(value: unknown): boolean {
  return isObjectLike(value) && libraryOf(value) !== undefined
}

/**
 * The adapter of the library that made the schema, found by the marks of the library and never by
 * importing it. What it compiles is kept per schema object, so asking twice costs nothing.
 *
 * @throws StartError `schema-unknown` for anything else
 */
export function adapterOf(schema: unknown): SchemaAdapter {
  const adapter = isObjectLike(schema) ? libraryOf(schema) : undefined
  if (adapter) return adapter
  throw new StartError(
    "schema-unknown",
    "This is not a schema that Maru knows. Use Zod 4, Valibot, ArkType, TypeBox 1.x or a library that implements Standard Schema.",
  )
}

const standard: Readonly<Record<string, SchemaAdapter>> = {
  valibot: remembering(valibotAdapter as SchemaAdapter<never>),
  arktype: remembering(arktypeAdapter as SchemaAdapter<never>),
}
const zod = remembering(zodAdapter as SchemaAdapter<never>)
const typeBox = remembering(typeBoxAdapter as SchemaAdapter<never>)
const generic = remembering(standardAdapter as SchemaAdapter<never>)

function libraryOf(schema: object): SchemaAdapter | undefined {
  if ("_zod" in schema) return zod
  if (isTypeBox(schema)) return typeBox
  if (!("~standard" in schema)) return undefined
  const { vendor } = (schema as { "~standard": { vendor: string } })["~standard"]
  return standard[vendor] ?? generic
}

function isObjectLike(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function"
}

/** Keeps what an adapter makes for each schema object, as long as that lives. */
function remembering(adapter: SchemaAdapter<never>): SchemaAdapter {
  return {
    shape: once((schema): Shape => adapter.shape(schema)),
    optional: once((schema): boolean => adapter.optional(schema)),
    validate: once((schema): Validate => adapter.validate(schema)),
    encode: once((schema): Encode => adapter.encode(schema)),
    jsonSchema: bySide((schema, side) => adapter.jsonSchema(schema, side)),
  }
}

function once<T>(make: (schema: never) => T): (schema: unknown) => T {
  const made = new WeakMap<object, { readonly value: T }>()
  return (schema) => {
    const known = made.get(schema as object)
    if (known) return known.value
    const value = make(schema as never)
    made.set(schema as object, { value })
    return value
  }
}

function bySide(make: (schema: never, side: "input" | "output") => JsonSchema): SchemaAdapter["jsonSchema"] {
  const sides = { input: once((schema) => make(schema, "input")), output: once((schema) => make(schema, "output")) }
  return (schema, side) => sides[side](schema)
}
