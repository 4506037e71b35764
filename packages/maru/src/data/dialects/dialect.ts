import type { ColumnKind } from "../model/column-kind.ts"

/** How values of one kind are stored. Null is handled before a codec is asked. */
export interface Codec {
  /** The stored value is the value: nothing below has to be called. */
  readonly plain: boolean
  /** From what the driver reads to what an entity has. */
  read(stored: unknown): unknown
  /** From what an entity has to what the driver binds. Throws TypeError for a value of another type. */
  write(value: unknown): unknown
  /** What is kept to notice changes, from the entity's value and, when it was just read, the stored one. */
  keep(value: unknown, stored?: unknown): unknown
  /** Whether the entity's value differs from what was kept. */
  changed(value: unknown, kept: unknown): boolean
}

/** What is different between SQL databases, as far as entities and their queries need it. */
export interface Dialect {
  readonly name: string
  /** A table's or column's name, so that any name is safe. */
  quote(name: string): string
  codec(kind: ColumnKind): Codec
  /** The expression that reads a column without loss. */
  select(kind: ColumnKind, expression: string): string
  /** Membership in a list that is bound as one parameter, so that its length changes no statement. */
  list(kind: ColumnKind): DialectList
}

export interface DialectList {
  /** SQL that follows the expression: `IN (...)`. */
  readonly sql: string
  /** The list as one parameter. @param values as `Codec.write` made them */
  write(values: readonly unknown[]): unknown
}
