import { BoundedCache } from "../../bounded-cache.ts"
import type { Records, Row, Statement, WriteResult } from "../../engine.ts"
import type { Observers, Origin } from "../../observer.ts"
import { type Driver, type Prepared, openDriver, prepare } from "./driver.ts"

const statementsKept = 500

/** One connection and its prepared statements. Everything in it is synchronous, like the driver. */
export class Connection {
  readonly driver: Driver
  readonly #prepared: BoundedCache<string, Prepared> = new BoundedCache(statementsKept)
  /** Those of the user's own, which read every integer as a bigint. */
  readonly #recorded: BoundedCache<string, Recorded> = new BoundedCache(statementsKept)
  readonly #observers: Observers

  constructor(file: string, observers: Observers) {
    this.driver = openDriver(file)
    this.#observers = observers
  }

  row(statement: Statement, parameters: readonly unknown[], origin: Origin): Row | undefined {
    const prepared = this.#prepare(statement.sql, parameters.length)
    if (!this.#observers.active) return prepared.get(...parameters)
    const run = (): Row | undefined => prepared.get(...parameters)
    return this.#observers.watch(origin, statement, parameters, run, (row) => (row ? 1 : 0))
  }

  rows(statement: Statement, parameters: readonly unknown[], origin: Origin): Row[] {
    const prepared = this.#prepare(statement.sql, parameters.length)
    if (!this.#observers.active) return prepared.all(...parameters)
    return this.#observers.watch(origin, statement, parameters, () => prepared.all(...parameters), countRows)
  }

  /** Any statement, of which only the database knows what it does. */
  records(statement: Statement, parameters: readonly unknown[], origin: Origin): Records {
    const run = (): Records => this.#record(statement.sql, parameters)
    if (!this.#observers.active) return run()
    return this.#observers.watch(origin, statement, parameters, run, countRecords)
  }

  run(statement: Statement, parameters: readonly unknown[], origin: Origin): WriteResult {
    const prepared = this.#prepare(statement.sql, parameters.length)
    if (!this.#observers.active) return written(prepared, parameters)
    return this.#observers.watch(origin, statement, parameters, () => written(prepared, parameters), countChanges)
  }

  /** A statement without parameters or rows: BEGIN, COMMIT, ROLLBACK. */
  control(statement: Statement, origin: Origin): void {
    const prepared = this.#prepare(statement.sql, 0)
    if (this.#observers.active) this.#observers.watch(origin, statement, none, () => prepared.run(), countNothing)
    else prepared.run()
  }

  /** Rows one after the other. The connection does nothing else until the last one is read, or `return` is called. */
  iterate(statement: Statement, parameters: readonly unknown[], origin: Origin): IterableIterator<Row> {
    const prepared = this.#prepare(statement.sql, parameters.length)
    const run = (): IterableIterator<Row> => prepared.iterate(...parameters)
    return this.#observers.active ? this.#observers.watch(origin, statement, parameters, run, countNothing) : run()
  }

  close(): void {
    this.driver.close()
  }

  #record(sql: string, parameters: readonly unknown[]): Records {
    const { prepared, returnsRows } = this.#prepareRecorded(sql, parameters.length)
    const before = this.#totalChanges()
    if (!returnsRows) {
      const { changes } = prepared.run(...parameters)
      // SQLite counts what inserts, changes or deletes rows; behind anything else the count of an earlier one stands.
      return { columns: [], rows: [], changes: this.#totalChanges() === before ? 0 : Number(changes) }
    }
    const rows = prepared.all(...parameters)
    for (const row of rows) narrowIntegers(row)
    // Asked for afterwards: SQLite prepares the statement again when the schema has changed, and columns with it.
    const columns = prepared.columns().map(({ name }) => name)
    // A statement that writes and returns rows returns one for each row that it has written.
    return { columns, rows, changes: this.#totalChanges() === before ? 0 : rows.length }
  }

  #prepareRecorded(sql: string, parameters: number): Recorded {
    const known = this.#recorded.get(sql)
    if (known) return known
    const prepared = prepare(this.driver, sql, parameters)
    prepared.setReadBigInts(true)
    const recorded = { prepared, returnsRows: prepared.columns().length > 0 }
    this.#recorded.set(sql, recorded)
    return recorded
  }

  /** How many rows the connection has written since it was opened. */
  #totalChanges(): unknown {
    return this.#prepare("SELECT total_changes()", 0).get()?.[0]
  }

  #prepare(sql: string, parameters: number): Prepared {
    const known = this.#prepared.get(sql)
    if (known) return known
    const prepared = prepare(this.driver, sql, parameters)
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

interface Recorded {
  readonly prepared: Prepared
  readonly returnsRows: boolean
}

/** Integers that a number cannot hold exactly stay bigints; the driver would refuse to read them as numbers. */
function narrowIntegers(row: Row): void {
  for (let place = 0; place < row.length; place++) {
    const value = row[place]
    if (typeof value !== "bigint") continue
    const number = Number(value)
    if (Number.isSafeInteger(number)) row[place] = number
  }
}

function written(prepared: Prepared, parameters: readonly unknown[]): WriteResult {
  const { changes, lastInsertRowid } = prepared.run(...parameters)
  return { changes, key: lastInsertRowid }
}

const none: readonly unknown[] = Object.freeze([])
const countNothing = (): number => 0
const countRows = (rows: Row[]): number => rows.length
const countRecords = ({ columns, rows, changes }: Records): number => (columns.length > 0 ? rows.length : changes)
const countChanges = (result: WriteResult): number => result.changes
