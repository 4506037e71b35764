import type { z } from "zod"
import { type ColumnTraits, mark } from "./column.ts"
import { SqlText } from "./sql-text.ts"
import type { Computed } from "../types.ts"

/** What `defaultTo` can be told beside the value. */
export interface DefaultOptions<T> {
  /** What the column has after every change that does not set it: SQL, or a function that this process calls. */
  readonly onUpdate?: SqlText | (() => T)
}

/**
 * A column with a default that the database knows too, for those who write rows without this program. A value is also
 * what a new entity has, and what an input gets that leaves it out; SQL is computed by the database when the row is
 * inserted, and read back by the flush.
 *
 * ```ts
 * copies: defaultTo(z.int(), 1)
 * number: defaultTo(z.int(), sql`abs(random() % 1000)`)
 * seenAt: defaultTo(z.date(), now, { onUpdate: now })
 * ```
 */
export function defaultTo<S extends z.ZodType>(
  schema: S,
  value: SqlText,
  options?: DefaultOptions<z.output<S>>,
): Computed<S>
export function defaultTo<S extends z.ZodType>(
  schema: S,
  value: z.output<S>,
  options?: DefaultOptions<z.output<S>>,
): z.ZodDefault<S>
export function defaultTo(schema: z.ZodType, value: unknown, { onUpdate }: DefaultOptions<unknown> = {}): z.ZodType {
  if (value instanceof SqlText) return mark(schema, { default: { sql: value }, onUpdate })
  return mark(schema.default(value as never), { default: { literal: value }, onUpdate })
}

/** What the database computes for a column that a new row does not say. */
export function computedDefault(traits: Pick<ColumnTraits, "default">): SqlText | undefined {
  return traits.default && "sql" in traits.default ? traits.default.sql : undefined
}
