import type { JsonSchema } from "../adapter.ts"
import { bigintPattern } from "../coercion.ts"

/**
 * A JSON Schema as the adapters read it. `~domain` marks what travels as text but is another type in
 * the application; it is taken out before the schema is published.
 */
export interface JsonNode {
  readonly "~domain"?: "date" | "bigint"
  readonly format?: string
  readonly pattern?: string
  readonly $ref?: string
  readonly $id?: string
  readonly $defs?: Readonly<Record<string, JsonNode>>
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonNode[]
  readonly oneOf?: readonly JsonNode[]
  readonly allOf?: readonly JsonNode[]
  readonly items?: JsonNode | boolean | readonly JsonNode[]
  readonly prefixItems?: readonly JsonNode[]
  readonly properties?: Readonly<Record<string, JsonNode>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonNode | boolean
  readonly patternProperties?: Readonly<Record<string, JsonNode>>
  readonly default?: unknown
  readonly not?: JsonNode
}

/** How a Date travels. */
export const dateNode: JsonNode = { type: "string", format: "date-time", "~domain": "date" }

/** How a bigint travels. */
export const bigintNode: JsonNode = { type: "string", pattern: bigintPattern, "~domain": "bigint" }

/** Finds what a `$ref` points to: by its place under `$defs` of the root, or by its `$id` there. */
export function resolveRef(ref: string, root: JsonNode): JsonNode | undefined {
  if (ref === "#") return root
  const name = ref.replace(/^#\/(?:\$defs|definitions)\//, "")
  const defs = root.$defs ?? {}
  return Object.hasOwn(defs, name) ? defs[name] : Object.values(defs).find((def) => def.$id === ref)
}

/** Items of a tuple, in the way of JSON Schema 2020-12 (`prefixItems`) or of earlier drafts (a list in `items`). */
export function tupleItems(node: JsonNode): readonly JsonNode[] | undefined {
  if (node.prefixItems) return node.prefixItems
  return Array.isArray(node.items) ? (node.items as readonly JsonNode[]) : undefined
}

/** Copies a schema without what is only for the adapters: marks and the dialect, which the document states once. */
export function publicSchema(node: unknown): JsonSchema {
  return clean(node) as JsonSchema
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== "object" || value === null) return value
  const copy: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) {
    if (key !== "~domain" && key !== "$schema" && key !== "~standard") copy[key] = clean(item)
  }
  return copy
}

/** Whether a schema refers to other parts of itself, so that a value may nest without end. */
export function mayRecurse(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(mayRecurse)
  if (typeof value !== "object" || value === null) return false
  return "$ref" in value || Object.values(value).some(mayRecurse)
}
