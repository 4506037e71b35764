import type { Isolation, Records, Row, Statement, Step, Transaction, Use, WriteResult } from "../../engine.ts"
import { DatabaseUnavailable } from "../../errors.ts"
import type { Table } from "../../model/table/table.ts"
import type { Origin } from "../../observer.ts"
import { type MysqlConnection, type Reply, isPreparable, rowsOf } from "./connection/connection.ts"
import { lost } from "./connection/failures.ts"
import { numberOf } from "./connection/parameters.ts"
import { insertRows } from "./inserts.ts"
import { recordsOf } from "./records.ts"
import { type IndexColumns, violation } from "./violations.ts"

/** What a transaction asks of its engine. */
export interface TransactionHome {
  indexColumns(connection: MysqlConnection): IndexColumns
  release(connection: MysqlConnection): void
}

const begin: Statement = Object.freeze({ sql: "START TRANSACTION", hidden: undefined })
const rollback: Statement = Object.freeze({ sql: "ROLLBACK", hidden: undefined })
const inTransaction = 1

/** A transaction on a connection of its own, which goes back to the pool at its end. */
export class MysqlTransaction implements Transaction {
  readonly number: number
  readonly #connection: MysqlConnection
  readonly #origin: Origin
  readonly #signal: AbortSignal | undefined
  readonly #home: TransactionHome
  readonly #isolation: Isolation
  #released = false
  /** Why no statement can be run any more, while the session does not know it yet. */
  #over: Error | undefined
  /** Whether a statement has committed, as those do that change the schema. */
  #committed = false

  constructor(connection: MysqlConnection, number: number, use: Use, isolation: Isolation, home: TransactionHome) {
    this.number = number
    this.#connection = connection
    this.#origin = { session: use.session, transaction: number }
    this.#signal = use.signal
    this.#isolation = isolation
    this.#home = home
  }

  async begin(): Promise<this> {
    this.#committed = false
    if (this.#isolation !== "read committed") {
      const sql = `SET TRANSACTION ISOLATION LEVEL ${this.#isolation.toUpperCase()}`
      await this.#connection.execute({ sql, hidden: undefined }, [], this.#origin, this.#signal)
    }
    await this.#connection.execute(begin, [], this.#origin, this.#signal)
    return this
  }

  async row(statement: Statement, parameters: readonly unknown[]): Promise<Row | undefined> {
    return rowsOf(await this.#run(statement, parameters))[0]
  }

  async rows(statement: Statement, parameters: readonly unknown[]): Promise<Row[]> {
    return rowsOf(await this.#run(statement, parameters))
  }

  async records(statement: Statement, parameters: readonly unknown[]): Promise<Records> {
    return recordsOf(await this.#writing(() => this.#run(statement, parameters), undefined))
  }

  /** The rows are read at once: between two parts of them the connection has to serve other statements. */
  async *stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncGenerator<Row[]> {
    const rows = await this.rows(statement, parameters)
    for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
  }

  async write(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#writing(() => this.#step(step), step.table)
  }

  async execute(statement: Statement, parameters: readonly unknown[], table?: Table): Promise<WriteResult> {
    return resultOf(await this.#writing(() => this.#run(statement, parameters), table))
  }

  async commit(): Promise<void> {
    try {
      if (this.#over) throw this.#over
      if (!this.#committed) await this.#connection.commit(this.#origin)
    } catch (error) {
      await this.rollback()
      throw error
    }
    this.#end()
  }

  async rollback(): Promise<void> {
    if (this.#released) return
    try {
      if (!this.#connection.broken) await this.#connection.execute(rollback, [], this.#origin)
    } catch {
      // The server undoes the work of a connection that ends.
      this.#connection.destroy()
    } finally {
      this.#end()
    }
  }

  async #step(step: Step): Promise<void> {
    const run = (statement: Statement, parameters: readonly unknown[]): Promise<Reply> =>
      this.#run(statement, parameters)
    if (step.insert && step.count > 1) return insertRows(step, step.insert, this.#connection.server, run)
    for (let index = 0; index < step.count; index++) {
      step.done(index, resultOf(await this.#run(step.statement, step.parameters(index))))
    }
  }

  async #run(statement: Statement, parameters: readonly unknown[]): Promise<Reply> {
    if (this.#over) throw this.#over
    try {
      if (this.#committed) await this.begin()
      const reply = await this.#connection.execute(statement, parameters, this.#origin, this.#signal)
      this.#committed = hasEnded(reply)
      return reply
    } catch (error) {
      await this.#failed(error as Error, statement)
      throw error
    }
  }

  async #writing<T>(work: () => Promise<T>, table: Table | undefined): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw await violation(error, table, this.#home.indexColumns(this.#connection))
    }
  }

  /**
   * A deadlock undoes the whole transaction, and a change of the schema commits it even where it fails. What
   * came after that would be saved one by one, so the server is asked.
   */
  async #failed(error: Error, { sql }: Statement): Promise<void> {
    const reply = this.#connection.broken ? undefined : await this.#connection.run("DO 0").catch(() => undefined)
    if (!reply) this.#over = error instanceof DatabaseUnavailable ? error : lost()
    else if (hasEnded(reply) && isPreparable(sql)) this.#over = error
    else this.#committed = hasEnded(reply)
  }

  #end(): void {
    if (this.#released) return
    this.#released = true
    this.#over ??= new DatabaseUnavailable("The transaction has ended.")
    this.#home.release(this.#connection)
  }
}

/** Whether the server says that no transaction is open. It does so only where there are no rows. */
function hasEnded({ result }: Reply): boolean {
  return !Array.isArray(result) && (result.serverStatus & inTransaction) === 0
}

function resultOf({ result }: Reply): WriteResult {
  if (Array.isArray(result)) return { changes: result.length, key: 0 }
  return { changes: result.affectedRows, key: numberOf(result.insertId) }
}
