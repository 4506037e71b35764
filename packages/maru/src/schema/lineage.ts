/**
 * Whether a schema or one that it was derived from is in the set. Zod derives a new object for each
 * `.min()` or `.describe()` and keeps the original as `_zod.parent`.
 */
export function lineage(schema: object, set: WeakSet<object>): boolean {
  let current: object | undefined = schema
  while (current !== undefined) {
    if (set.has(current)) return true
    current = (current as { _zod?: { parent?: object } })._zod?.parent
  }
  return false
}
