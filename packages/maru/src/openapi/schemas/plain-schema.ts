import type { JsonSchema } from "../../schema/adapter.ts"
import { mapSchema } from "./walk.ts"

/** What a Schema Object may hold: JSON Schema 2020-12 without what only whole documents use, and OpenAPI's own keywords. */
const known: ReadonlySet<string> = new Set(
  `$ref $comment type enum const default examples title description deprecated readOnly writeOnly format
   multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern
   maxItems minItems uniqueItems maxContains minContains maxProperties minProperties required dependentRequired
   contentEncoding contentMediaType contentSchema items prefixItems contains additionalProperties properties
   patternProperties dependentSchemas propertyNames if then else allOf anyOf oneOf not
   unevaluatedItems unevaluatedProperties discriminator externalDocs xml`.split(/\s+/),
)

/**
 * A library's JSON Schema as the document shows it: without the library's own keywords and without bounds
 * that only say "an integer that JSON can carry".
 *
 * An answer's schema does not forbid further fields, although none are sent today: a client that was made
 * from it keeps working when the next version adds one.
 */
export function plainSchema(schema: JsonSchema, side: "input" | "output"): JsonSchema {
  return mapSchema(schema, (part) => {
    const plain: Record<string, unknown> = {}
    for (const [keyword, value] of Object.entries(part)) {
      if (keyword === "example") plain["examples"] ??= [value]
      else if (!known.has(keyword) && !keyword.startsWith("x-")) continue
      else if (!isNoise(keyword, value, side)) plain[keyword] = value
    }
    if (plain["format"] === "binary") delete plain["contentEncoding"]
    return closedTuple(plain) ?? plain
  })
}

/**
 * A tuple that ends is written by its length: linters and generators that know older versions of JSON Schema take
 * `items: false` for a missing schema, and a single schema there for one more entry.
 */
function closedTuple(schema: JsonSchema): JsonSchema | undefined {
  const entries = schema["prefixItems"] as readonly JsonSchema[] | undefined
  if (!entries || schema["items"] !== false) return undefined
  const unique = [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()]
  const anyOf = unique.length === 1 ? [...unique, { not: {} }] : unique
  return { ...schema, items: { anyOf }, maxItems: entries.length }
}

function isNoise(keyword: string, value: unknown, side: "input" | "output"): boolean {
  if (keyword === "minimum") return value === Number.MIN_SAFE_INTEGER
  if (keyword === "maximum") return value === Number.MAX_SAFE_INTEGER
  if (keyword === "additionalProperties") return value === false && side === "output"
  return keyword === "propertyNames" && JSON.stringify(value) === '{"type":"string"}'
}
