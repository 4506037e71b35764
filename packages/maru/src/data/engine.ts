import type { Dialect } from "./dialects/dialect.ts"
import type { Column, Table } from "./model/table/table.ts"
import type { SchemaConnection } from "./schema-connection.ts"

export type { SchemaConnection }

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
  /** Rows that were inserted, changed or deleted. */
  readonly changes: number
}

/** Who runs statements. */
export interface Use {
  /** Number of the session. */
  readonly session: number
  /** Ends what is under way when it aborts; a COMMIT that has begun is waited for. */
  readonly signal: AbortSignal | undefined
  /** Nothing will be written. */
  readonly readOnly: boolean
}

/** How far a transaction is kept from what others do at the same time. */
export type Isolation = "read committed" | "repeatable read" | "serializable"

/** Runs statements that only read. */
export interface Reader {
  row(statement: Statement, parameters: readonly unknown[]): Awaitable<Row | undefined>
  rows(statement: Statement, parameters: readonly unknown[]): Awaitable<Row[]>
  /** A statement of the user's own, whose columns are not known before. In a transaction it may also write. */
  records(statement: Statement, parameters: readonly unknown[]): Awaitable<Records>
  /** Rows in parts of at most `size`, of which only one is in memory at a time. */
  stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncIterable<Row[]>
}

export interface WriteResult {
  readonly changes: number
  /** Key that the database made for an inserted row. */
  readonly key: number | bigint
}

/**
 * Rows of one model that the same statement writes, none of which needs what another one of them makes.
 * Parameters are asked for when the step's turn comes, once for each row: an earlier step may have made
 * the key that they need.
 */
export interface Step {
  /** Writes one row. */
  readonly statement: Statement
  readonly table: Table
  /** Number of rows. */
  readonly count: number
  /** For an insert, what is needed to write several rows at once. */
  readonly insert: InsertStep | undefined
  /** @param index of the row, from 0 */
  parameters(index: number): readonly unknown[]
  done(index: number, result: WriteResult): void
}

export interface InsertStep {
  /** The columns that are bound, in their order. */
  readonly columns: readonly Column[]
  /** The key that the database makes, undefined where the rows bring theirs. */
  readonly generated: Column | undefined
}

/** A transaction that writes. It sees its own writes; nobody else does before `commit`. */
export interface Transaction extends Reader {
  /** For traces: transactions are counted from 1. */
  readonly number: number
  /** Runs the steps in their order. Throws a typed error where one fails; who called has to roll back. */
  write(steps: readonly Step[]): Awaitable<void>
  /** One statement that writes, or sets a savepoint. @param table the one that is written, for errors */
  execute(statement: Statement, parameters: readonly unknown[], table?: Table): Awaitable<WriteResult>
  /** Rejects, and has rolled back, if the database does not take the work. */
  commit(): Awaitable<void>
  /** Does nothing when the transaction has already ended. */
  rollback(): Awaitable<void>
}

/** A kind of database behind one small interface. */
export interface Engine {
  readonly dialect: Dialect
  open(): Promise<void>
  /** Ends what is under way within a limit, then closes every connection. */
  close(): Promise<void>
  /** Reads outside transactions: each statement sees what was committed before it. */
  reader(use: Use): Reader
  /** Waits for its turn to write, or for a connection. Throws DatabaseUnavailable when that takes too long. */
  begin(use: Use, isolation: Isolation): Awaitable<Transaction>
  /** Runs work on a connection of its own, under a lock that processes share, within a limit. */
  schema<T>(work: (connection: SchemaConnection) => Promise<T>): Promise<T>
}
