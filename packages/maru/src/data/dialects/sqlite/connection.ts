import { BoundedCache } from "../../bounded-cache.ts"
import type { Records, Row, Statement, WriteResult } from "../../engine.ts"
import type { Observers, Origin } from "../../observer.ts"
import { type Driver, type Prepared, openDriver } from "./driver.ts"

const statementsKept = 500

/** One connection and its prepared statements. Everything in it is synchronous, like the driver. */
export class Connection {
  readonly driver: Driver
  readonly #prepared: BoundedCache<string, Prepared> = new BoundedCache(statementsKept)
  readonly #observers: Observers

  constructor(file: string, observers: Observers) {
    this.driver = openDriver(file)
    this.#observers = observers
  }

  row(statement: Statement, parameters: readonly unknown[], origin: Origin): Row | undefined {
    const prepared = this.#prepare(statement.sql)
    if (!this.#observers.active) return prepared.get(...parameters) as Row | undefined
    const run = (): Row | undefined => prepared.get(...parameters) as Row | undefined
    return this.#observers.watch(origin, statement, parameters, run, (row) => (row ? 1 : 0))
  }

  rows(statement: Statement, parameters: readonly unknown[], origin: Origin): Row[] {
    const prepared = this.#prepare(statement.sql)
    if (!this.#observers.active) return prepared.all(...parameters) as Row[]
    return this.#observers.watch(origin, statement, parameters, () => prepared.all(...parameters) as Row[], countRows)
  }

  records(statement: Statement, parameters: readonly unknown[], origin: Origin): Records {
    const prepared = this.#prepare(statement.sql)
    if (!prepared.reader) return { columns: [], rows: [], changes: this.run(statement, parameters, origin).changes }
    const columns = prepared.columns().map(({ name }) => name)
    const rows = this.rows(statement, parameters, origin)
    // A statement that writes and returns rows returns one for each row that it has written.
    return { columns, rows, changes: prepared.readonly ? 0 : rows.length }
  }

  run(statement: Statement, parameters: readonly unknown[], origin: Origin): WriteResult {
    const prepared = this.#prepare(statement.sql)
    if (!this.#observers.active) return written(prepared, parameters)
    return this.#observers.watch(origin, statement, parameters, () => written(prepared, parameters), countChanges)
  }

  /** A statement without parameters or rows: BEGIN, COMMIT, ROLLBACK. */
  control(statement: Statement, origin: Origin): void {
    this.run(statement, none, origin)
  }

  /** Rows one after the other. The connection does nothing else until the last one is read, or `return` is called. */
  iterate(statement: Statement, parameters: readonly unknown[], origin: Origin): IterableIterator<Row> {
    const prepared = this.#prepare(statement.sql)
    const run = (): IterableIterator<Row> => prepared.iterate(...parameters) as IterableIterator<Row>
    return this.#observers.active ? this.#observers.watch(origin, statement, parameters, run, () => 0) : run()
  }

  close(): void {
    this.driver.close()
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql)
    if (known) return known
    const prepared = this.driver.prepare(sql)
    if (prepared.reader) prepared.raw(true)
    this.#prepared.set(sql, prepared)
    return prepared
  }
}

function written(prepared: Prepared, parameters: readonly unknown[]): WriteResult {
  const { changes, lastInsertRowid } = prepared.run(...parameters)
  return { changes, key: lastInsertRowid }
}

const none: readonly unknown[] = Object.freeze([])
const countRows = (rows: Row[]): number => rows.length
const countChanges = (result: WriteResult): number => result.changes
