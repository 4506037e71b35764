/** Limits of a SQLite database, in milliseconds where they are times. */
export interface SqliteOptions {
  /** Most units of work that wait for their turn to write; more are refused as unavailable. Default 1000. */
  readonly writersWaiting?: number
  /** How long one of them waits, for this process or another. Default 5000. */
  readonly writerWait?: number
  /** How long a session may hold a transaction open. After it, the transaction is rolled back. Default 5000. */
  readonly transactionTime?: number
}

export interface SqliteSettings extends Required<SqliteOptions> {
  /** Absolute path, or ":memory:". */
  readonly file: string
}
