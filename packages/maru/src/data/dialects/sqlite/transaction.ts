import type { Records, Row, Statement, Step, Transaction } from "../../engine.ts"
import { DatabaseUnavailable } from "../../errors.ts"
import type { Connection } from "./connection.ts"
import { violation } from "./violations.ts"

const commit: Statement = Object.freeze({ sql: "COMMIT", hidden: undefined })
const rollback: Statement = Object.freeze({ sql: "ROLLBACK", hidden: undefined })

/** The one transaction that a process may write in at a time. Everything in it is synchronous. */
export class SqliteTransaction implements Transaction {
  readonly begun: number = performance.now()
  readonly #connection: Connection
  readonly #ended: () => void
  #over = false
  #lost: Error | undefined

  constructor(connection: Connection, ended: () => void) {
    this.#connection = connection
    this.#ended = ended
  }

  row(statement: Statement, parameters: readonly unknown[]): Row | undefined {
    this.#check()
    return this.#connection.row(statement, parameters)
  }

  rows(statement: Statement, parameters: readonly unknown[]): Row[] {
    this.#check()
    return this.#connection.rows(statement, parameters)
  }

  records(statement: Statement, parameters: readonly unknown[]): Records {
    this.#check()
    return this.#connection.records(statement, parameters)
  }

  write(steps: readonly Step[]): void {
    this.#check()
    for (const step of steps) {
      try {
        const result = this.#connection.run(step.statement, step.parameters())
        step.done?.(result)
      } catch (error) {
        this.rollback()
        throw violation(error, step.table)
      }
    }
  }

  commit(): void {
    this.#check()
    try {
      this.#connection.control(commit)
    } catch (error) {
      this.rollback()
      throw error
    }
    this.#end()
  }

  rollback(): void {
    if (this.#over) return
    try {
      if (this.#connection.driver.inTransaction) this.#connection.control(rollback)
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
