import { BoundedCache } from "../../bounded-cache.ts"
import type { Records, Row, Statement, WriteResult } from "../../engine.ts"
import type { Observers } from "../../observer.ts"
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

  row(statement: Statement, parameters: readonly unknown[]): Row | undefined {
    const prepared = this.#prepare(statement.sql)
    if (!this.#observers.active) return prepared.get(...parameters) as Row | undefined
    const run = (): Row | undefined => prepared.get(...parameters) as Row | undefined
    return this.#observers.watch(statement, parameters, run, (row) => (row ? 1 : 0))
  }

  rows(statement: Statement, parameters: readonly unknown[]): Row[] {
    const prepared = this.#prepare(statement.sql)
    if (!this.#observers.active) return prepared.all(...parameters) as Row[]
    return this.#observers.watch(statement, parameters, () => prepared.all(...parameters) as Row[], countRows)
  }

  records(statement: Statement, parameters: readonly unknown[]): Records {
    const prepared = this.#prepare(statement.sql)
    if (!prepared.reader) {
      this.run(statement, parameters)
      return nothing
    }
    return { columns: prepared.columns().map(({ name }) => name), rows: this.rows(statement, parameters) }
  }

  run(statement: Statement, parameters: readonly unknown[]): WriteResult {
    const prepared = this.#prepare(statement.sql)
    const run = (): WriteResult => {
      const { changes, lastInsertRowid } = prepared.run(...parameters)
      return { changes, key: lastInsertRowid }
    }
    return this.#observers.active ? this.#observers.watch(statement, parameters, run, countChanges) : run()
  }

  /** A statement without parameters or rows: BEGIN, COMMIT, ROLLBACK. */
  control(statement: Statement): void {
    this.run(statement, none)
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

const none: readonly unknown[] = Object.freeze([])
const nothing: Records = Object.freeze({ columns: [], rows: [] })
const countRows = (rows: Row[]): number => rows.length
const countChanges = (result: WriteResult): number => result.changes
