import type { Row, Statement } from "../../../engine.ts"
import { DatabaseUnavailable } from "../../../errors.ts"
import type { Observers, Origin } from "../../../observer.ts"
import type { Poolable } from "../../pool.ts"
import type { Canceller } from "./canceller.ts"
import { type Driver, type DriverError, type Field, type Result, openDriver } from "./driver.ts"
import { failure, isLost, lost, refusal } from "./failures.ts"
import { Guard, type Guarded } from "./guard.ts"
import type { MysqlSettings } from "../options.ts"
import { bind } from "./parameters.ts"
import { RowParts } from "./row-parts.ts"
import { type Server, question, serverOf, sessionStatements } from "./server.ts"

/** What the server answered. */
export interface Reply {
  readonly result: Result
  readonly fields: readonly Field[] | undefined
}

/** What a connection is made with. */
export interface ConnectionHome {
  readonly settings: MysqlSettings
  readonly observers: Observers
  readonly canceller: Canceller
}

/** Whether a statement only reads or writes rows: those are prepared. Others are sent as text. */
export function isPreparable(sql: string): boolean {
  return /^\s*(?:\(|(?:SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|VALUES)\b)/i.test(sql)
}

const commit: Statement = Object.freeze({ sql: "COMMIT", hidden: undefined })

/** One connection. Statements on it run one after the other, each under a guard. */
export class MysqlConnection implements Poolable, Guarded {
  readonly #home: ConnectionHome
  readonly #driver: Driver
  readonly #turns: (() => void)[] = []
  #server: Server | undefined
  #busy = false
  #lost: DatabaseUnavailable | undefined
  /** Ends the wait for the answer under way. */
  #fail: ((error: unknown) => void) | undefined

  private constructor(driver: Driver, home: ConnectionHome) {
    this.#driver = driver
    this.#home = home
    driver.on("error", (error) => {
      this.#lost ??= lost(error)
      this.#fail?.(this.#lost)
    })
    driver.on("end", () => (this.#lost ??= lost()))
  }

  /**
   * Connects and makes the session behave as the engine expects.
   * @param scripts whether one text may hold several statements
   * @throws DatabaseUnavailable; StartError for a server that is too old
   */
  static async open(home: ConnectionHome, scripts = false): Promise<MysqlConnection> {
    const driver = await openDriver(home.settings, scripts).catch((error: DriverError) => {
      throw refusal(error)
    })
    const connection = new MysqlConnection(driver, home)
    try {
      const [row] = rowsOf(await connection.run(question))
      connection.#server = serverOf(row!)
      for (const sql of sessionStatements(connection.#server, home.settings)) await connection.run(sql)
      return connection
    } catch (error) {
      connection.destroy()
      throw error
    }
  }

  get server(): Server {
    return this.#server!
  }

  get broken(): boolean {
    return this.#lost !== undefined
  }

  /** Runs one statement, told to observers. Rejects with what it means that it failed, or the driver's error. */
  execute(statement: Statement, parameters: readonly unknown[], origin: Origin, signal?: AbortSignal): Promise<Reply> {
    const { observers } = this.#home
    if (!observers.active) return this.run(statement.sql, parameters, signal)
    const run = (): Promise<Reply> => this.run(statement.sql, parameters, signal)
    return observers.watchAsync(origin, statement, parameters, run, countOf)
  }

  /** @param limit milliseconds */
  run(
    sql: string,
    parameters: readonly unknown[] = [],
    signal?: AbortSignal,
    limit: number = this.#home.settings.statementTime,
  ): Promise<Reply> {
    return this.#inTurn(() => {
      signal?.throwIfAborted()
      return this.#guarded(() => this.#send(sql, parameters), new Guard(this, signal, limit))
    })
  }

  /**
   * Once COMMIT has been sent nothing stops it: its result is waited for.
   * @throws DatabaseUnavailable that says so where the result will never be known
   */
  commit(origin: Origin): Promise<void> {
    const { observers } = this.#home
    if (!observers.active) return this.#inTurn(() => this.#commit())
    return observers.watchAsync(
      origin,
      commit,
      [],
      () => this.#inTurn(() => this.#commit()),
      () => 0,
    )
  }

  async #commit(): Promise<void> {
    const timer = setTimeout(() => this.destroy(), this.#home.settings.statementTime)
    try {
      await this.#send(commit.sql, [])
    } catch (error) {
      if (!this.#lost) throw error
      const message = "The connection to the database was lost during COMMIT: nobody knows whether the work was saved."
      throw new DatabaseUnavailable(message, { cause: this.#lost.cause })
    } finally {
      clearTimeout(timer)
    }
  }

  /**
   * Rows as they come, in parts, until they end or are no longer wanted; then the connection is of no more
   * use. The server waits while nobody takes them.
   */
  async *stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncGenerator<Row[]> {
    const values = bind(parameters)
    const parts = new RowParts(this.#driver, { sql: statement.sql, values, rowsAsArray: true }, size)
    this.#fail = (error) => parts.fail(error)
    try {
      yield* parts.all()
    } catch (error) {
      throw this.#failed(error as DriverError)
    } finally {
      this.#fail = undefined
      if (!parts.complete) this.#abandon()
    }
  }

  #abandon(): void {
    this.destroy()
    // A server that is still looking for rows does not notice.
    this.#home.canceller.end(this.#driver.threadId!).catch(() => undefined)
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy) await new Promise<void>((resolve) => this.#turns.push(resolve))
    this.#busy = true
    try {
      if (this.#lost) throw this.#lost
      return await work()
    } finally {
      const next = this.#turns.shift()
      if (next) next()
      else this.#busy = false
    }
  }

  async #guarded(send: () => Promise<Reply>, guard: Guard): Promise<Reply> {
    try {
      const reply = await send()
      if (!guard.stopped) return reply
    } catch (error) {
      if (!guard.stopped) throw error
    } finally {
      guard.end()
    }
    await this.#calm(guard)
    throw guard.stopped!.reason
  }

  #send(sql: string, parameters: readonly unknown[]): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#fail = reject
      const done = (error: DriverError | null, result: Result, fields: readonly Field[] | undefined): void => {
        this.#fail = undefined
        if (error) reject(this.#failed(error))
        else resolve({ result, fields })
      }
      const prepared = parameters.length > 0 || isPreparable(sql)
      if (prepared) this.#driver.execute({ sql, values: bind(parameters), rowsAsArray: true }, done)
      else this.#driver.query({ sql, rowsAsArray: true }, done)
    })
  }

  #failed(error: DriverError): unknown {
    if (isLost(error)) this.#lost ??= lost(error)
    return failure(error)
  }

  /** The server may stop the next statement instead, where the one that was meant had just ended. */
  async #calm(guard: Guard): Promise<void> {
    await guard.asked
    if (!this.#lost) await this.#send("DO 0", []).catch(() => undefined)
  }

  interrupt(): Promise<void> {
    return this.#home.canceller.cancel(this.#driver.threadId!)
  }

  close(): Promise<void> {
    this.#lost ??= lost()
    const { stream } = this.#driver
    return new Promise((resolve) => {
      setTimeout(() => stream.destroy(), 1000).unref()
      this.#driver.end(resolve)
    })
  }

  destroy(): void {
    this.#lost ??= lost()
    this.#driver.destroy()
    this.#driver.stream.destroy()
    this.#fail?.(this.#lost)
  }
}

export function rowsOf({ result }: Reply): Row[] {
  return Array.isArray(result) ? result : []
}

/** Rows that were read, or changed. */
export function countOf({ result }: Reply): number {
  return Array.isArray(result) ? result.length : result.affectedRows
}
