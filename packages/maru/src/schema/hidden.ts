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
