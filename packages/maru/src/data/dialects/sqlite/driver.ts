import { createRequire } from "node:module"

/** What the engine uses of better-sqlite3, which has no types of its own. */
export interface Driver {
  prepare(sql: string): Prepared
  exec(sql: string): unknown
  close(): void
  readonly inTransaction: boolean
  readonly open: boolean
}

export interface Prepared {
  run(...parameters: readonly unknown[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
  get(...parameters: readonly unknown[]): unknown
  all(...parameters: readonly unknown[]): unknown[]
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>
  columns(): readonly { readonly name: string }[]
  /** Rows as arrays. */
  raw(on?: boolean): this
  /** Whether it returns rows. */
  readonly reader: boolean
  /** Whether it changes nothing. */
  readonly readonly: boolean
}

interface DriverClass {
  new (file: string, options: { readonly timeout: number }): Driver
}

let loaded: DriverClass | undefined

/**
 * Opens a database file. The driver is loaded when the first one is opened: an application on another
 * engine never loads it. The driver itself never waits for a lock, because its wait would stop the
 * whole process.
 */
export function openDriver(file: string): Driver {
  loaded ??= createRequire(import.meta.url)("better-sqlite3") as DriverClass
  return new loaded(file, { timeout: 0 })
}

/** Another connection holds the lock that is needed: trying again later may work. */
export function isBusy(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === "string" && (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED"))
}
