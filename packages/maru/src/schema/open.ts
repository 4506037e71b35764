import { lineage } from "./lineage.ts"

const opened = new WeakSet<object>()

/**
 * Allows a schema in an outcome although it cannot guarantee what leaves the server: `any`,
 * `unknown`, loose objects, custom checks, one-way transforms, unions that overlap. Its part of the
 * value is written as it is, after the checks that the schema can make. Hidden fields stay refused.
 *
 * @param schema any schema
 * @returns a copy, so that the original keeps its guarantee elsewhere. An ArkType type is a function
 *   that cannot be copied: it is remembered itself.
 */
export function open<S extends object>(schema: S): S {
  const copy = copyOf(schema)
  opened.add(copy)
  return copy
}

/** Whether the schema, or what it was derived from, came from {@link open}. */
export function isOpen(schema: object): boolean {
  return lineage(schema, opened)
}

function copyOf<S extends object>(schema: S): S {
  const { clone } = schema as { clone?: () => S }
  if ("_zod" in schema && typeof clone === "function") return clone.call(schema)
  if (typeof schema === "function") return schema
  return Object.create(Object.getPrototypeOf(schema), Object.getOwnPropertyDescriptors(schema))
}
