import { mkdir } from "node:fs/promises"
import { dirname } from "node:path"
import type { Dialect } from "../dialect.ts"
import type { Awaitable, Engine, Reader, Records, Row, Statement, Transaction } from "../../engine.ts"
import { DatabaseUnavailable } from "../../errors.ts"
import type { Observers } from "../../observer.ts"
import { Connection } from "./connection.ts"
import { sqlite } from "./dialect.ts"
import { retryWhileBusy } from "./lock-retry.ts"
import { migrate } from "./migrate.ts"
import type { SqliteSettings } from "./options.ts"
import { SqliteTransaction } from "./transaction.ts"
import { WriterQueue } from "./writer-queue.ts"

const begin: Statement = Object.freeze({ sql: "BEGIN IMMEDIATE", hidden: undefined })

/**
 * SQLite in one process: a connection that reads, and a connection that writes under a fair queue. In
 * WAL mode the two never wait for each other. Decision 0004 says how transactions work.
 */
export class SqliteEngine implements Engine, Reader {
  readonly dialect: Dialect = sqlite
  readonly reader: Reader = this
  readonly #settings: SqliteSettings
  readonly #observers: Observers
  readonly #queue: WriterQueue
  #reading: Connection | undefined
  #writing: Connection | undefined
  #current: SqliteTransaction | undefined
  #watch: NodeJS.Timeout | undefined
  #closing = false

  constructor(settings: SqliteSettings, observers: Observers) {
    this.#settings = settings
    this.#observers = observers
    this.#queue = new WriterQueue({ limit: settings.writersWaiting, wait: settings.writerWait })
  }

  async open(): Promise<void> {
    const { file, writerWait, migrations } = this.#settings
    this.#closing = false
    if (file !== ":memory:") await mkdir(dirname(file), { recursive: true })
    const writing = new Connection(file, this.#observers)
    try {
      await retryWhileBusy(() => configure(writing), writerWait)
      if (migrations) await migrate(writing.driver, migrations, writerWait)
      // A database in memory belongs to its connection: there is no second one to read with.
      this.#reading = file === ":memory:" ? writing : new Connection(file, this.#observers)
      if (this.#reading !== writing) this.#reading.driver.exec("PRAGMA query_only = ON")
      this.#writing = writing
    } catch (error) {
      writing.close()
      throw error
    }
  }

  row(statement: Statement, parameters: readonly unknown[]): Awaitable<Row | undefined> {
    return this.#read((connection) => connection.row(statement, parameters))
  }

  rows(statement: Statement, parameters: readonly unknown[]): Awaitable<Row[]> {
    return this.#read((connection) => connection.rows(statement, parameters))
  }

  records(statement: Statement, parameters: readonly unknown[]): Awaitable<Records> {
    const reading = this.#opened(this.#reading)
    if (reading === this.#writing) return this.#read((connection) => connection.records(statement, parameters))
    return retryWhileBusy(() => reading.records(statement, parameters), this.#settings.writerWait)
  }

  begin(signal: AbortSignal | undefined): Awaitable<Transaction> {
    this.#opened(this.#writing)
    const turn = this.#queue.acquire(signal)
    return turn ? turn.then(() => this.#begin(signal)) : this.#begin(signal)
  }

  async close(): Promise<void> {
    this.#closing = true
    const turn = this.#queue.acquire()
    // Whoever still holds a transaction loses it: nothing of it was acknowledged.
    await turn?.catch(() => this.#current?.lose(new DatabaseUnavailable("The database is being closed.")))
    clearTimeout(this.#watch)
    this.#watch = undefined
    if (this.#reading !== this.#writing) this.#reading?.close()
    this.#writing?.close()
    this.#reading = undefined
    this.#writing = undefined
    this.#queue.release()
  }

  #opened(connection: Connection | undefined): Connection {
    if (connection && !this.#closing) return connection
    throw new DatabaseUnavailable("The database is closed.")
  }

  /**
   * While nobody writes, the writing connection reads too: its cache has what was last written, which any
   * other connection would read again from the file.
   */
  #read<T>(run: (connection: Connection) => T): Awaitable<T> {
    const writing = this.#opened(this.#writing)
    const connection = this.#queue.held ? this.#opened(this.#reading) : writing
    if (connection === writing && this.#queue.held) return this.#readInTurn(connection, run)
    return retryWhileBusy(() => run(connection), this.#settings.writerWait)
  }

  /** One connection serves all in memory: reading while a transaction is open would see its work. */
  async #readInTurn<T>(connection: Connection, run: (connection: Connection) => T): Promise<T> {
    await this.#queue.acquire()
    try {
      return run(connection)
    } finally {
      this.#queue.release()
    }
  }

  #begin(signal: AbortSignal | undefined): Awaitable<Transaction> {
    try {
      const connection = this.#opened(this.#writing)
      const begun = retryWhileBusy(() => connection.control(begin), this.#settings.writerWait, signal)
      if (begun instanceof Promise) return this.#begun(begun, connection)
      return this.#started(connection)
    } catch (error) {
      this.#queue.release()
      throw error
    }
  }

  async #begun(begun: Promise<void>, connection: Connection): Promise<Transaction> {
    try {
      await begun
      return this.#started(connection)
    } catch (error) {
      this.#queue.release()
      throw error
    }
  }

  #started(connection: Connection): Transaction {
    const transaction = new SqliteTransaction(connection, () => {
      this.#current = undefined
      this.#queue.release()
    })
    this.#current = transaction
    this.#watch ??= this.#watchFor(this.#settings.transactionTime)
    return transaction
  }

  /** One timer watches whichever transaction is open, so that most of them never set one. */
  #watchFor(time: number): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.#watch = undefined
      const current = this.#current
      if (!current) return
      const limit = this.#settings.transactionTime
      const left = current.begun + limit - performance.now()
      if (left <= 0) current.lose(new DatabaseUnavailable(`A transaction was open for more than ${limit} ms.`))
      else this.#watch = this.#watchFor(left)
    }, time)
    timer.unref()
    return timer
  }
}

/** What makes a commit durable and foreign keys real; each belongs to the connection or the file. */
function configure(connection: Connection): void {
  const { driver } = connection
  driver.exec("PRAGMA journal_mode = WAL")
  driver.exec("PRAGMA synchronous = FULL")
  driver.exec("PRAGMA foreign_keys = ON")
  driver.exec("PRAGMA trusted_schema = OFF")
}
