import type { JsonSchema } from "../../schema/adapter.ts"

/** Finds a schema that was given a made-up name; undefined for a name of the application's own. */
export type FindUnnamed = (name: string) => JsonSchema | undefined

/**
 * Whether two schemas accept the same. References to unnamed parts are followed, because where a recursive
 * schema is cut into parts depends on where the conversion began; other references are equal by name.
 *
 * @param ignore whether to pass over a keyword
 */
export function sameSchema(
  first: JsonSchema,
  second: JsonSchema,
  find: FindUnnamed,
  ignore: (keyword: string, value: unknown) => boolean = () => false,
): boolean {
  // Pairs that are being compared, taken for equal meanwhile: this ends the comparison of recursive schemas.
  const compared = new Map<object, Set<object>>()
  const keysOf = (value: object) =>
    Object.keys(value).filter((key) => !ignore(key, (value as Record<string, unknown>)[key]))

  function same(a: unknown, b: unknown): boolean {
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b
    if (Array.isArray(a) !== Array.isArray(b)) return false
    const partners = compared.get(a) ?? new Set()
    if (partners.has(b)) return true
    compared.set(a, partners.add(b))
    return sameMembers(unfold(a as JsonSchema, find), unfold(b as JsonSchema, find))
  }

  function sameMembers(a: JsonSchema, b: JsonSchema): boolean {
    const keys = keysOf(a)
    return keys.length === keysOf(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  }

  return same(first, second)
}

/** The schema that stands behind a reference to an unnamed part, with what stands beside the reference. */
function unfold(schema: JsonSchema, find: FindUnnamed): JsonSchema {
  const { $ref: reference, ...beside } = schema
  const target = typeof reference === "string" ? find(reference) : undefined
  return target ? unfold({ ...target, ...beside }, find) : schema
}
