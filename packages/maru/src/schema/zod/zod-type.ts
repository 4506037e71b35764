import type { $ZodIssue, $ZodType, $ZodTypes, ParsePayload } from "zod/v4/core"

/** Any Zod 4 schema, classic or mini, whose definition can be told apart by `_zod.def.type`. */
export type ZodSchema = $ZodTypes

/** An issue with its input, as `safeParse(value, { reportInput: true })` gives it. */
export type ZodIssue = $ZodIssue & { readonly input?: unknown }

/** Duck typing by the one mark that every Zod 4 schema has; nothing of Zod is imported at run time. */
export function isZod(schema: unknown): schema is ZodSchema {
  return typeof schema === "object" && schema !== null && "_zod" in schema
}

/** A child of a schema; Zod types children as any schema. */
export function child(schema: $ZodType): ZodSchema {
  return schema as ZodSchema
}

/** A definition read as another type than TypeScript can tell from `type` alone. */
export function defAs<T>(schema: ZodSchema): T {
  return schema._zod.def as unknown as T
}

/** The result of `_zod.run`. */
export type Payload = ParsePayload
