import type { ColumnType } from "../model/columns/column-kind.ts"

/** What is different between SQL databases, as far as entities and their queries need it. */
export interface Dialect {
  readonly name: "sqlite" | "postgres" | "mysql"
  /** A table's or column's name, so that any name is safe. */
  quote(name: string): string
  readonly values: DialectValues
  readonly text: DialectText
}

/** How values are stored, and how they are bound and read. */
export interface DialectValues {
  codec(type: ColumnType): Codec
  /** What the driver binds for a value of a statement of the user's own, whose column is not known. */
  bind(this: void, value: unknown): unknown
  /** The expression that reads a column without loss. */
  select(type: ColumnType, expression: string): string
  /**
   * Membership of a column, or of several together, in a list that is bound as one parameter, so that its
   * length changes no statement.
   */
  list(types: readonly ColumnType[]): DialectList
}

/** How values of one type are stored. Null is handled before a codec is asked. */
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

export interface DialectList {
  /** SQL that follows the expression, or the expressions in parentheses: `IN (...)`. */
  readonly sql: string
  /** The list as one parameter. @param items for each member its columns, as `Codec.write` made them */
  write(items: readonly (readonly unknown[])[]): unknown
}

/** The parts of a statement that are written in different ways. Names come quoted. */
export interface DialectText {
  /** Numbers the placeholders of a compiled statement, in which they are all "?". */
  finish(sql: string): string
  /** A placeholder in a statement of the user's own. @param position from 0 */
  placeholder(position: number): string
  /** The end of a SELECT and its parameters. The text depends only on which of the two there are. */
  limit(limit: number | undefined, offset: number | undefined): { readonly sql: string; readonly values: unknown[] }
  /** What ends a SELECT whose rows nobody else may change; empty where the right to write is taken instead. */
  readonly lock: string
  /** What ends an INSERT so that generated columns come back as a row; empty where the driver tells the key. */
  returning(columns: readonly string[]): string
  /** What an INSERT does where there is such a row: changes the columns, or nothing if there are none. */
  onConflict(target: readonly string[], update: readonly string[]): string
  /** A comparison with one parameter in which `%` is any text, `_` any character and `\` makes either itself. */
  like(expression: string, caseless: boolean): string
}
