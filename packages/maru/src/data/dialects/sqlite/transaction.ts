import type { Records, Row, Statement, Step, Transaction, Use, WriteResult } from "../../engine.ts"
import { DatabaseUnavailable } from "../../errors.ts"
import type { Table } from "../../model/table/table.ts"
import type { Origin } from "../../observer.ts"
import type { Connection } from "./connection.ts"
import { violation } from "./violations.ts"

const commit: Statement = Object.freeze({ sql: "COMMIT", hidden: undefined })
const rollback: Statement = Object.freeze({ sql: "ROLLBACK", hidden: undefined })

/** The one transaction that a process may write in at a time. Everything in it is synchronous. */
export class SqliteTransaction implements Transaction {
  readonly begun: number = performance.now()
  readonly number: number
  readonly #connection: Connection
  readonly #origin: Origin
  readonly #ended: () => void
  #over = false
  #lost: Error | undefined

  constructor(connection: Connection, number: number, { session }: Use, ended: () => void) {
    this.#connection = connection
    this.number = number
    this.#origin = { session, transaction: number }
    this.#ended = ended
  }

  row(statement: Statement, parameters: readonly unknown[]): Row | undefined {
    this.#check()
    return this.#connection.row(statement, parameters, this.#origin)
  }

  rows(statement: Statement, parameters: readonly unknown[]): Row[] {
    this.#check()
    return this.#connection.rows(statement, parameters, this.#origin)
  }

  records(statement: Statement, parameters: readonly unknown[]): Records {
    this.#check()
    try {
      return this.#connection.records(statement, parameters, this.#origin)
    } catch (error) {
      throw violation(error, undefined)
    }
  }

  /** The rows are read at once: between two parts of them the connection has to serve other statements. */
  async *stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncGenerator<Row[]> {
    const rows = this.rows(statement, parameters)
    for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
  }

  write(steps: readonly Step[]): void {
    this.#check()
    for (const step of steps) {
      try {
        for (let index = 0; index < step.count; index++) {
          step.done(index, this.#connection.run(step.statement, step.parameters(index), this.#origin))
        }
      } catch (error) {
        throw violation(error, step.table)
      }
    }
  }

  execute(statement: Statement, parameters: readonly unknown[], table?: Table): WriteResult {
    this.#check()
    try {
      return this.#connection.run(statement, parameters, this.#origin)
    } catch (error) {
      throw violation(error, table)
    }
  }

  commit(): void {
    this.#check()
    try {
      this.#connection.control(commit, this.#origin)
    } catch (error) {
      this.rollback()
      throw violation(error, undefined)
    }
    this.#end()
  }

  rollback(): void {
    if (this.#over) return
    try {
      if (this.#connection.driver.isTransaction) this.#connection.control(rollback, this.#origin)
    } finally {
      this.#end()
    }
  }

  /** Ends the transaction for a reason that its session learns when it next uses it. */
  lose(reason: Error): void {
    if (this.#over) return
    this.#lost = reason
    this.rollback()
  }

  #check(): void {
    if (this.#lost) throw this.#lost
    if (this.#over) throw new DatabaseUnavailable("The transaction has ended.")
  }

  #end(): void {
    this.#over = true
    this.#ended()
  }
}
