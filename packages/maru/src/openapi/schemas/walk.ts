import type { JsonSchema } from "../../schema/adapter.ts"

// Keywords of JSON Schema 2020-12 by what they hold.
const schemaKeywords: ReadonlySet<string> = new Set([
  "additionalProperties",
  "contains",
  "contentSchema",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
])
const listKeywords: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"])
const mapKeywords: ReadonlySet<string> = new Set(["$defs", "dependentSchemas", "patternProperties", "properties"])

/**
 * A copy of a schema in which every schema, the innermost first, went through a function. What is data
 * (`default`, `enum`, `examples`) and names of properties are left alone, whatever they look like.
 */
export function mapSchema(schema: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const inner = (value: unknown): unknown => (isSchemaObject(value) ? mapSchema(value, change) : value)
  const copy: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (schemaKeywords.has(keyword)) copy[keyword] = inner(value)
    else if (listKeywords.has(keyword) && Array.isArray(value)) copy[keyword] = value.map(inner)
    else if (mapKeywords.has(keyword) && isSchemaObject(value)) copy[keyword] = mapValues(value, inner)
    else copy[keyword] = value
  }
  return change(copy)
}

/** Calls a function with every reference inside a schema. */
export function eachReference(schema: JsonSchema, see: (reference: string) => void): void {
  mapSchema(schema, (part) => {
    if (typeof part["$ref"] === "string") see(part["$ref"])
    return part
  })
}

/** The same schema with other references. */
export function withReferences(schema: JsonSchema, change: (reference: string) => string): JsonSchema {
  return mapSchema(schema, (part) =>
    typeof part["$ref"] === "string" ? { ...part, $ref: change(part["$ref"]) } : part,
  )
}

/** A property may be called `__proto__`, so values are defined and not assigned. */
export function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}

function isSchemaObject(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
