import { StartError } from "../errors/start-error.ts"
import type { SchemaAdapter } from "./adapter.ts"
import { zodAdapter } from "./zod/adapter.ts"
import { isZod } from "./zod/zod-type.ts"

/** Whether a value is a schema of a library that Maru knows, or any Standard Schema. */
export function isSchema(value: unknown): boolean {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false
  return "_zod" in value || "~standard" in value || "~kind" in value
}

/**
 * The adapter of the library that made the schema. What it compiles is kept per schema object, so
 * asking twice costs nothing.
 *
 * @throws StartError `schema-unknown` for anything else
 */
export function adapterOf(schema: unknown): SchemaAdapter {
  if (isZod(schema)) return zodAdapter as SchemaAdapter
  throw new StartError(
    "schema-unknown",
    "This is not a schema that Maru knows. Use Zod 4, Valibot, ArkType, TypeBox 1.x or a library that implements Standard Schema.",
  )
}
