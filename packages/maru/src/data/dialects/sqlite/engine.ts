import { dirname } from "node:path"
import { nodeFiles } from "../../../runtime/modules.ts"
import type { Dialect } from "../dialect.ts"
import type {
  Awaitable,
  Engine,
  Isolation,
  Reader,
  SchemaConnection,
  Statement,
  Transaction,
  Use,
} from "../../engine.ts"
import { DatabaseUnavailable } from "../../errors.ts"
import type { Observers } from "../../observer.ts"
import { Connection } from "./connection.ts"
import { sqlite } from "./dialect.ts"
import { retryWhileBusy } from "./lock-retry.ts"
import type { SqliteSettings } from "./options.ts"
import { type ReaderHome, SqliteReader } from "./reader.ts"
import { SqliteSchemaConnection } from "./schema-connection.ts"
import { SqliteTransaction } from "./transaction.ts"
import { WriterQueue } from "./writer-queue.ts"

const begin: Statement = Object.freeze({ sql: "BEGIN IMMEDIATE", hidden: undefined })

/**
 * SQLite in one process: a connection that reads, and a connection that writes under a fair queue. In
 * WAL mode the two never wait for each other. Decision 0004 says how transactions work.
 */
export class SqliteEngine implements Engine, ReaderHome {
  readonly dialect: Dialect = sqlite
  readonly #settings: SqliteSettings
  readonly #observers: Observers
  readonly #queue: WriterQueue
  #reading: Connection | undefined
  #writing: Connection | undefined
  #current: SqliteTransaction | undefined
  #watch: NodeJS.Timeout | undefined
  #closing = false
  #transactions = 0

  constructor(settings: SqliteSettings, observers: Observers) {
    this.#settings = settings
    this.#observers = observers
    this.#queue = new WriterQueue({ limit: settings.writersWaiting, wait: settings.writerWait })
  }

  async open(): Promise<void> {
    const { file } = this.#settings
    this.#closing = false
    if (file !== ":memory:") await nodeFiles().mkdir(dirname(file), { recursive: true })
    const writing = await this.#connected()
    try {
      // A database in memory belongs to its connection: there is no second one to read with.
      this.#reading = file === ":memory:" ? writing : this.#readingConnection()
      this.#writing = writing
    } catch (error) {
      writing.close()
      throw error
    }
  }

  reader(use: Use): Reader {
    return new SqliteReader(this, use)
  }

  /**
   * While nobody writes, the writing connection reads too: its cache has what was last written, which any
   * other connection would read again from the file.
   */
  read<T>(run: (connection: Connection) => T): Awaitable<T> {
    const writing = this.#opened(this.#writing)
    const connection = this.#queue.held ? this.#opened(this.#reading) : writing
    if (connection === writing && this.#queue.held) return this.#readInTurn(connection, run)
    return retryWhileBusy(() => run(connection), this.#settings.writerWait)
  }

  readOnly<T>(run: (connection: Connection) => T): Awaitable<T> {
    const reading = this.#opened(this.#reading)
    if (reading === this.#writing) return this.read(run)
    return retryWhileBusy(() => run(reading), this.#settings.writerWait)
  }

  connect(): Connection | undefined {
    return this.#opened(this.#reading) === this.#writing ? undefined : this.#readingConnection()
  }

  /** Whoever has the turn sees nothing of others until the end, so every level of isolation is the strictest. */
  begin(use: Use, _isolation: Isolation): Awaitable<Transaction> {
    this.#opened(this.#writing)
    const turn = this.#queue.acquire(use.signal)
    return turn ? turn.then(() => this.#begin(use)) : this.#begin(use)
  }

  async schema<T>(work: (connection: SchemaConnection) => Promise<T>): Promise<T> {
    const { file, writerWait } = this.#settings
    const shared = file === ":memory:"
    const connection = shared ? this.#opened(this.#writing) : await this.#connected()
    // A table that others refer to can only be rebuilt without this; it is checked before each commit.
    connection.driver.exec("PRAGMA foreign_keys = OFF")
    try {
      return await work(new SqliteSchemaConnection(connection.driver, writerWait))
    } finally {
      if (shared) connection.driver.exec("PRAGMA foreign_keys = ON")
      else connection.close()
    }
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

  async #connected(): Promise<Connection> {
    const connection = new Connection(this.#settings.file, this.#observers)
    try {
      await retryWhileBusy(() => configure(connection), this.#settings.writerWait)
      return connection
    } catch (error) {
      connection.close()
      throw error
    }
  }

  #readingConnection(): Connection {
    const connection = new Connection(this.#settings.file, this.#observers)
    connection.driver.exec("PRAGMA query_only = ON")
    caseSensitive(connection)
    return connection
  }

  #opened(connection: Connection | undefined): Connection {
    if (connection && !this.#closing) return connection
    throw new DatabaseUnavailable("The database is closed.")
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

  #begin(use: Use): Awaitable<Transaction> {
    try {
      const connection = this.#opened(this.#writing)
      const origin = { session: use.session, transaction: this.#transactions + 1 }
      const begun = retryWhileBusy(() => connection.control(begin, origin), this.#settings.writerWait, use.signal)
      if (begun instanceof Promise) return this.#begun(begun, connection, use)
      return this.#started(connection, use)
    } catch (error) {
      this.#queue.release()
      throw error
    }
  }

  async #begun(begun: Promise<void>, connection: Connection, use: Use): Promise<Transaction> {
    try {
      await begun
      return this.#started(connection, use)
    } catch (error) {
      this.#queue.release()
      throw error
    }
  }

  #started(connection: Connection, use: Use): Transaction {
    const transaction = new SqliteTransaction(connection, ++this.#transactions, use, () => {
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
  caseSensitive(connection)
}

/** LIKE tells upper from lower case, as it does in the other databases. */
function caseSensitive({ driver }: Connection): void {
  driver.exec("PRAGMA case_sensitive_like = ON")
}
