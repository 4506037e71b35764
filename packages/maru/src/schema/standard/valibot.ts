import { StartError } from "../../errors/start-error.ts"
import type { SchemaAdapter } from "../adapter.ts"
import { bigintNode, dateNode, type JsonNode, mayRecurse } from "./json-node.ts"
import { adapterOfLibrary } from "./library.ts"
import { optionalPackage, requiredPackage } from "../optional-package.ts"
import { type StandardIssue, type StandardSchema, standardValidate, type Translation } from "./standard-issue.ts"

interface ValibotSchema extends StandardSchema {
  readonly type: string
  readonly fallback?: unknown
}

interface ValibotIssue extends StandardIssue {
  readonly kind: "schema" | "validation" | "transformation"
  readonly type: string
  readonly expected: string | null
  readonly received: string
}

interface Converter {
  toJsonSchema(schema: ValibotSchema, options: object): JsonNode
}

const converterName = "@valibot/to-json-schema"

/** Valibot 1. Coercion, encoding and documents need its own converter, `@valibot/to-json-schema`. */
export const valibotAdapter: SchemaAdapter<ValibotSchema> = adapterOfLibrary<ValibotSchema>({
  validate: (schema) => standardValidate(schema, translate, isBounded(schema)),
  describe: (schema, side) =>
    convert(schema, side, requiredPackage<Converter>(converterName, "to coerce, encode or document Valibot schemas")),
  optional: (schema) => absentTypes.has(schema.type) || "fallback" in schema,
})

const absentTypes = new Set("optional nullish undefinedable exact_optional undefined void any unknown".split(" "))

interface Overridden {
  readonly valibotSchema: { readonly type: string }
  readonly jsonSchema: JsonNode
}

function convert(schema: ValibotSchema, side: "input" | "output", { toJsonSchema }: Converter): JsonNode {
  try {
    return toJsonSchema(schema, {
      typeMode: side,
      target: "draft-2020-12",
      overrideSchema: ({ valibotSchema: { type } }: Overridden) =>
        type === "date" ? dateNode : type === "bigint" ? bigintNode : undefined,
    })
  } catch (error) {
    throw new StartError(
      "schema-unsuitable",
      `A Valibot schema cannot be described as JSON Schema: ${(error as Error).message}`,
    )
  }
}

function isBounded(schema: ValibotSchema): boolean {
  const converter = optionalPackage<Converter>(converterName)
  try {
    return converter === undefined || mayRecurse(convert(schema, "input", converter))
  } catch {
    return true
  }
}

function translate(issue: ValibotIssue): Translation {
  const expected = wordsOf(issue)
  // Valibot's own messages quote what was received; one that does not is the application's.
  const message = issue.message.includes(issue.received) ? undefined : issue.message
  return { code: codeOf(issue), expected, message }
}

function codeOf({ kind, type, expected }: ValibotIssue): string {
  if (kind === "schema") {
    if (expected === "never") return "unrecognized_key"
    return type === "picklist" || type === "literal" || type === "enum" ? "invalid_value" : "invalid_type"
  }
  if (/^(?:min_|non_empty|gt_)/.test(type)) return "too_small"
  if (/^(?:max_|empty|lt_)/.test(type)) return "too_big"
  if (type === "integer" || type === "safe_integer" || type === "finite") return "invalid_type"
  if (type === "multiple_of") return "not_multiple_of"
  if (/check|custom|transform/.test(type)) return "custom"
  return /^(?:value|values|not_|length|size)/.test(type) ? "invalid_value" : "invalid_format"
}

function wordsOf({ kind, type, expected, received }: ValibotIssue): string {
  if (received === "undefined") return "a value"
  if (expected === "never") return "nothing"
  if (kind === "schema")
    return (
      expected
        ?.replace(/^\((.*)\)$/, "$1")
        .replaceAll(" | ", " or ")
        .toLowerCase() ?? type
    )
  const name = type.replaceAll("_", " ")
  return expected === null || expected.startsWith("/") ? name : `${name} ${expected}`
}
