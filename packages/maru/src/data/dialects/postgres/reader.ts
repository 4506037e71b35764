import type { Reader, Records, Row, Statement, Use } from "../../engine.ts"
import type { Origin } from "../../observer.ts"
import type { Pool } from "../pool.ts"
import type { PostgresConnection } from "./connection/connection.ts"
import { Execution } from "./connection/exchange.ts"
import { isStaleFailure } from "./connection/failures.ts"
import { control } from "./control.ts"
import { cursorRows } from "./cursor.ts"

/** What a stream says first: a consumer may take its time, and all rows will be wanted. */
const streaming = [
  "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY",
  "SET LOCAL idle_in_transaction_session_timeout = 0",
  "SET LOCAL cursor_tuple_fraction = 1",
]

/** Reads for one session outside of transactions: each statement on whichever connection is free. */
export class PostgresReader implements Reader {
  readonly #pool: Pool<PostgresConnection>
  readonly #signal: AbortSignal | undefined
  readonly #origin: Origin

  constructor(pool: Pool<PostgresConnection>, { session, signal }: Use) {
    this.#pool = pool
    this.#signal = signal
    this.#origin = { session, transaction: undefined }
  }

  async row(statement: Statement, parameters: readonly unknown[]): Promise<Row | undefined> {
    return (await this.#run(statement, parameters)).rows[0]
  }

  async rows(statement: Statement, parameters: readonly unknown[]): Promise<Row[]> {
    return (await this.#run(statement, parameters)).rows
  }

  async records(statement: Statement, parameters: readonly unknown[]): Promise<Records> {
    const { names, rows, count, command } = await this.#run(statement, parameters)
    return { columns: names, rows, changes: command === "SELECT" ? 0 : count }
  }

  async *stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncGenerator<Row[]> {
    const connection = await this.#pool.acquire(this.#signal)
    const run = (executions: readonly Execution[]): Promise<void> =>
      connection.exchange(executions, this.#origin, this.#signal)
    try {
      await run(streaming.map((sql) => new Execution(control(sql), [], { told: false })))
      yield* cursorRows(run, statement, parameters, size)
    } finally {
      await this.#end(connection)
    }
  }

  async #end(connection: PostgresConnection): Promise<void> {
    try {
      if (!connection.lost && connection.inTransaction) {
        await connection.exchange([new Execution(control("ROLLBACK"), [], { told: false })], this.#origin)
      }
    } catch {
      connection.destroy()
    } finally {
      this.#pool.release(connection)
    }
  }

  async #run(statement: Statement, parameters: readonly unknown[]): Promise<Execution> {
    const acquiring = this.#pool.acquire(this.#signal)
    const connection = acquiring instanceof Promise ? await acquiring : acquiring
    try {
      return await connection.run(statement, parameters, this.#origin, this.#signal)
    } catch (error) {
      if (!isStaleFailure(error)) throw error
      return await connection.run(statement, parameters, this.#origin, this.#signal)
    } finally {
      this.#pool.release(connection)
    }
  }
}
