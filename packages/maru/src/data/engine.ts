import type { Dialect } from "./dialects/dialect.ts"
import type { Table } from "./model/table.ts"

export type Awaitable<T> = T | Promise<T>

/** SQL text, compiled once and prepared once for each connection. */
export interface Statement {
  readonly sql: string
  /** Parameters by position that belong to hidden columns: traces show them as redacted. */
  readonly hidden: readonly boolean[] | undefined
}

/** A row as the driver reads it: values in the order of the SELECT list. */
export type Row = unknown[]

/** The outcome of any statement. */
export interface Records {
  readonly columns: readonly string[]
  readonly rows: readonly Row[]
}

/** Runs statements that only read. */
export interface Reader {
  row(statement: Statement, parameters: readonly unknown[]): Awaitable<Row | undefined>
  rows(statement: Statement, parameters: readonly unknown[]): Awaitable<Row[]>
  /** A statement of the user's own, whose columns are not known before. In a transaction it may also write. */
  records(statement: Statement, parameters: readonly unknown[]): Awaitable<Records>
}

export interface WriteResult {
  readonly changes: number
  /** Key that the database made for an inserted row. */
  readonly key: number | bigint
}

/**
 * One statement of a unit of work. Parameters are asked for when its turn comes: an earlier step may
 * have made the key that it needs.
 */
export interface Step {
  readonly statement: Statement
  readonly table: Table
  parameters(): readonly unknown[]
  done?(result: WriteResult): void
}

/** A transaction that writes. It sees its own writes; nobody else does before `commit`. */
export interface Transaction extends Reader {
  /** Runs the steps in their order. On failure the transaction is rolled back and a typed error thrown. */
  write(steps: readonly Step[]): Awaitable<void>
  /** Rejects, and has rolled back, if the database does not take the work. */
  commit(): Awaitable<void>
  /** Does nothing when the transaction has already ended. */
  rollback(): Awaitable<void>
}

/** A kind of database behind one small interface. */
export interface Engine {
  readonly dialect: Dialect
  /** Reads outside transactions: each statement sees what was committed before it. */
  readonly reader: Reader
  /** Opens the database and applies its migrations. */
  open(): Promise<void>
  /** Waits for its turn to write. Throws DatabaseUnavailable when that takes too long. */
  begin(signal: AbortSignal | undefined): Awaitable<Transaction>
  /** Ends what is under way within a limit, then closes every connection. */
  close(): Promise<void>
}
