import type { ZodSchema } from "./zod-type.ts"

/**
 * Minor versions of Zod 4 whose semantics the generated code was tested against. Zod has changed
 * details in minor versions (4.6 counts code points instead of UTF-16 units), so any other runs in
 * Zod itself: slower and never different.
 */
const checkedMinors: ReadonlySet<number> = new Set([6])

/** Whether the generated code knows the version of Zod that made the schema. */
export function isChecked(schema: ZodSchema): boolean {
  const { major, minor } = schema._zod.version
  return (major as number) === 4 && checkedMinors.has(minor)
}
