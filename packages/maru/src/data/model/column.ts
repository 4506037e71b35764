import { z } from "zod"
import { markHidden } from "../../schema/hidden.ts"
import type { Generated, Hidden, PrimaryKey } from "./types.ts"

/** What a column is beyond the values that its schema accepts. */
export interface ColumnTraits {
  readonly primary: boolean
  /** Who fills it when nobody else did: the database, or the clock at the time of the flush. */
  readonly generated: "key" | "created" | "updated" | undefined
  readonly unique: boolean
  readonly index: boolean
  readonly hidden: boolean
}

const none: ColumnTraits = Object.freeze({
  primary: false,
  generated: undefined,
  unique: false,
  index: false,
  hidden: false,
})

const traits = new WeakMap<object, Partial<ColumnTraits>>()

/** A copy of the schema, so that a schema used in two places is marked in one only. */
function mark<S extends z.ZodType>(schema: S, added: Partial<ColumnTraits>): S {
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
 * again; with one, a value that the application gives.
 */
export function primaryKey(): PrimaryKey<Generated<z.ZodInt>>
export function primaryKey<S extends z.ZodType<string | number | bigint>>(schema: S): PrimaryKey<S>
export function primaryKey(schema?: z.ZodType): z.ZodType {
  return schema ? mark(schema, { primary: true }) : mark(z.int(), { primary: true, generated: "key" })
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
