import type { DatabaseSync } from "node:sqlite"
import type { Row } from "../../engine.ts"
import { DatabaseUnavailable } from "../../errors.ts"
import { checkPlaces, checkPresent, checkSingle } from "./statement-check.ts"

/** The SQLite that both runtimes bring. It is synchronous. */
export type Driver = DatabaseSync

/** A statement whose rows are arrays. */
export interface Prepared {
  run(...parameters: readonly unknown[]): { readonly changes: number; readonly lastInsertRowid: number | bigint }
  get(...parameters: readonly unknown[]): Row | undefined
  all(...parameters: readonly unknown[]): Row[]
  iterate(...parameters: readonly unknown[]): IterableIterator<Row>
  /** Those of its rows; none where it returns none. */
  columns(): readonly { readonly name: string }[]
  /** Whether integers are read as bigints. If not, one beyond 2^53 is an error. */
  setReadBigInts(on: boolean): void
}

/**
 * Opens a database file. The driver is loaded when the first one is opened: an application on another
 * engine never loads it. The driver itself never waits for a lock, because its wait would stop the
 * whole process.
 * @throws `DatabaseUnavailable` where the runtime has no `node:sqlite`
 */
export function openDriver(file: string): Driver {
  const sqlite = process.getBuiltinModule("node:sqlite") as typeof import("node:sqlite") | undefined
  if (!sqlite)
    throw new DatabaseUnavailable("This runtime has no node:sqlite. Use Node 24 or newer, or Bun 1.4 or newer.")
  return new sqlite.DatabaseSync(file, { timeout: 0 })
}

/**
 * A statement whose rows are arrays.
 * @param parameters number of its values
 * @throws DataError `query-invalid` for several statements, none, or other places for values
 */
export function prepare(driver: Driver, sql: string, parameters: number): Prepared {
  checkPresent(sql)
  const prepared = driver.prepare(sql)
  checkSingle(sql, prepared.sourceSQL)
  checkPlaces(sql, parameters)
  prepared.setReturnArrays(true)
  // The types of Node know neither rows as arrays nor that `changes` is a number unless it is asked to be a bigint.
  return prepared as unknown as Prepared
}

/**
 * The extended result code of an error of SQLite, undefined for any other error.
 * https://www.sqlite.org/rescode.html
 */
export function resultCode(error: unknown): number | undefined {
  const { code, errcode } = (error ?? {}) as { readonly code?: unknown; readonly errcode?: unknown }
  return code === "ERR_SQLITE_ERROR" && typeof errcode === "number" ? errcode : undefined
}

const busy = 5
const locked = 6

/** Another connection holds the lock that is needed: trying again later may work. */
export function isBusy(error: unknown): boolean {
  const primary = (resultCode(error) ?? 0) & 0xff
  return primary === busy || primary === locked
}
