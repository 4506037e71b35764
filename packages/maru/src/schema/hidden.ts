import { lineage } from "./lineage.ts"

/**
 * Schemas of fields that must never leave the server, such as the hash of a password. `encode()`
 * refuses them at start, also inside what was derived from them (`.optional()`, `.min()`, `pick`).
 */
export const hiddenSchemas: WeakSet<object> = new WeakSet()

/**
 * Marks a schema as hidden and returns it.
 *
 * @param schema a schema object of its own: a shared one would be hidden everywhere
 */
export function markHidden<S extends object>(schema: S): S {
  hiddenSchemas.add(schema)
  return schema
}

/** Whether the schema, or what it was derived from, is marked as hidden. */
export function isHidden(schema: object): boolean {
  return lineage(schema, hiddenSchemas)
}

/**
 * Whether a hidden schema is anywhere inside another one that is plain data, as those of Valibot and
 * TypeBox are. Schemas that are functions (ArkType) keep their parts to themselves.
 */
export function containsHidden(schema: object): boolean {
  const seen = new Set<object>()
  const waiting: object[] = [schema]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (hiddenSchemas.has(next)) return true
    seen.add(next)
    for (const part of Object.values(next)) {
      if (typeof part === "object" && part !== null && !seen.has(part)) waiting.push(part)
    }
  }
  return false
}
