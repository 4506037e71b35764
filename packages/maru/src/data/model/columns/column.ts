import { z } from "zod"
import { markHidden } from "../../../schema/hidden.ts"
import type { SqlText } from "./sql-text.ts"
import type { Generated, Hidden, PrimaryKey } from "../types.ts"

/** What a row has in a column where nobody says it: a value, or what the database computes. */
export type ColumnDefault = { readonly literal: unknown } | { readonly sql: SqlText }

/** What a column is beyond the values that its schema accepts. */
export interface ColumnTraits {
  readonly primary: boolean
  /**
   * Who fills it when nobody else did: the database, this process, the clock at the time of the flush, or the count
   * of changes.
   */
  readonly generated: "key" | "uuidv7" | "created" | "updated" | "version" | "deleted" | undefined
  readonly unique: boolean
  readonly index: boolean
  readonly hidden: boolean
  /** What a row has where nobody says it, as far as the database knows. */
  readonly default: ColumnDefault | undefined
  /** What it has after a change that does not set it. */
  readonly onUpdate: SqlText | (() => unknown) | undefined
  /** Its fields are columns. */
  readonly embedded: boolean
  /** Name in the database, where it does not follow from the property. */
  readonly named: string | undefined
}

const none: ColumnTraits = Object.freeze({
  primary: false,
  generated: undefined,
  unique: false,
  index: false,
  hidden: false,
  default: undefined,
  onUpdate: undefined,
  embedded: false,
  named: undefined,
})

const traits = new WeakMap<object, Partial<ColumnTraits>>()

/** A copy of the schema, so that a schema used in two places is marked in one only. */
export function mark<S extends z.ZodType>(schema: S, added: Partial<ColumnTraits>): S {
  const own = schema.clone() as S
  traits.set(own, { ...traitsOf(schema), ...added })
  return own
}

/**
 * The traits of a schema. Schemas derived from a marked one keep them: `.min()` makes a copy that knows
 * its parent, `.optional()` a wrapper that knows what is inside.
 */
export function traitsOf(schema: z.ZodType): ColumnTraits {
  const { parent, def } = schema._zod as unknown as { parent?: z.ZodType; def: { innerType?: z.ZodType } }
  const below = { ...none, ...(def.innerType && traitsOf(def.innerType)), ...(parent && traitsOf(parent)) }
  return { ...below, ...traits.get(schema) }
}

/**
 * The column that names a row. Without a schema an integer that the database counts up and never uses
 * again. `"uuidv7"`: a UUID that this process makes when the entity is constructed; keys of one process grow, so
 * that new rows stand together in the index (RFC 9562). With a schema a value that the application gives.
 */
export function primaryKey(): PrimaryKey<Generated<z.ZodInt>>
export function primaryKey(generator: "uuidv7"): PrimaryKey<Generated<z.ZodUUID>>
export function primaryKey<S extends z.ZodType<string | number | bigint>>(schema: S): PrimaryKey<S>
export function primaryKey(schema?: z.ZodType | "uuidv7"): z.ZodType {
  if (schema === "uuidv7") return mark(z.uuidv7(), { primary: true, generated: "uuidv7" })
  return schema ? mark(schema, { primary: true }) : mark(z.int(), { primary: true, generated: "key" })
}

/**
 * A column that the database knows by another name than the property in snake_case, in an older schema say:
 * `title: named("headline", z.string())`.
 */
export function named<S extends z.ZodType>(name: string, schema: S): S {
  return mark(schema, { named: name })
}

/** No two rows have the same value. */
export function unique<S extends z.ZodType>(schema: S): S {
  return mark(schema, { unique: true })
}

/** The database keeps an index of this column, for queries that filter or order by it. */
export function index<S extends z.ZodType>(schema: S): S {
  return mark(schema, { index: true })
}

/**
 * A column that never leaves the server: it is in no `public` schema, responses that declare it are
 * refused at start, and traces of statements show it as redacted.
 */
export function hidden<S extends z.ZodType>(schema: S): Hidden<S> {
  return markHidden(mark(schema, { hidden: true })) as Hidden<S>
}

/** What `timestamp` can be told. */
export interface TimestampOptions {
  /** Set again whenever the row changes. */
  readonly onUpdate?: boolean
}

/** A point in time that is set when the row is written first, unless the entity has one already. */
export function timestamp(options: TimestampOptions = {}): Generated<z.ZodDate> {
  return mark(z.date(), { generated: options.onUpdate ? "updated" : "created" }) as Generated<z.ZodDate>
}

/**
 * Says when a row was deleted that is still there: `db.delete` sets it, and queries, `get` and `with` leave such rows out
 * unless they are asked with `withDeleted`. `db.restore` takes it back, `db.purge` deletes for good. The row still
 * counts where values have to be unique, and rows that belong to it stay.
 */
export function softDelete(): Generated<z.ZodNullable<z.ZodDate>> {
  return mark(z.date().nullable(), { generated: "deleted" }) as unknown as Generated<z.ZodNullable<z.ZodDate>>
}

/**
 * Counts the changes of a row: 1 when it is inserted, one more with every change. A change of a row that somebody
 * else has changed since it was read fails with StaleData instead of undoing theirs (optimistic locking).
 */
export function version(): Generated<z.ZodInt> {
  return mark(z.int(), { generated: "version" }) as Generated<z.ZodInt>
}
