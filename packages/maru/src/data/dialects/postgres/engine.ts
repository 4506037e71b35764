import { setTimeout as sleep } from "node:timers/promises"
import type { Awaitable, Engine, Isolation, Reader, SchemaConnection, Transaction, Use } from "../../engine.ts"
import { DatabaseUnavailable } from "../../errors.ts"
import type { Observers } from "../../observer.ts"
import type { Dialect } from "../dialect.ts"
import { Pool } from "../pool.ts"
import { connectTo } from "./connection/connect.ts"
import type { PostgresConnection } from "./connection/connection.ts"
import { postgres } from "./dialect.ts"
import type { PostgresSettings } from "./options.ts"
import { PostgresReader } from "./reader.ts"
import { PostgresSchemaConnection } from "./schema-connection.ts"
import { PostgresTransaction } from "./transaction.ts"

/** The lock of whoever changes the schema of a database: "maru" as a number, and the first use of it. */
const schemaLock = "(1835102837, 1)"

/** PostgreSQL behind a pool of connections. Decision 0007 says how it uses `pg`. */
export class PostgresEngine implements Engine {
  readonly dialect: Dialect = postgres
  readonly #settings: PostgresSettings
  readonly #observers: Observers
  #pool: Pool<PostgresConnection> | undefined
  #transactions = 0

  constructor(settings: PostgresSettings, observers: Observers) {
    this.#settings = settings
    this.#observers = observers
  }

  async open(): Promise<void> {
    const pool = new Pool(() => connectTo(this.#settings, this.#observers), this.#settings)
    pool.release(await pool.acquire())
    this.#pool = pool
  }

  async close(): Promise<void> {
    const pool = this.#pool
    this.#pool = undefined
    await pool?.close()
  }

  reader(use: Use): Reader {
    return new PostgresReader(this.#opened(), use)
  }

  begin(use: Use, isolation: Isolation): Awaitable<Transaction> {
    const pool = this.#opened()
    const acquiring = pool.acquire(use.signal)
    const begin = (connection: PostgresConnection): Transaction =>
      new PostgresTransaction(connection, ++this.#transactions, use, isolation, () => pool.release(connection))
    return acquiring instanceof Promise ? acquiring.then(begin) : begin(acquiring)
  }

  async schema<T>(work: (connection: SchemaConnection) => Promise<T>): Promise<T> {
    const unlimited = { statementTime: 0, lockTime: 0, idleTransactionTime: 0, statements: 0 }
    const connection = await connectTo({ ...this.#settings, ...unlimited }, this.#observers)
    try {
      const schema = new PostgresSchemaConnection(connection)
      await this.#lock(schema)
      await noticeLostClient(schema)
      return await work(schema)
    } finally {
      // The lock goes with the connection.
      await connection.close()
    }
  }

  /** Asks again and again: who waits inside a statement holds a snapshot, which some changes of a schema wait for. */
  async #lock(schema: SchemaConnection): Promise<void> {
    const { schemaTime } = this.#settings
    const end = performance.now() + schemaTime
    for (;;) {
      const [row] = await schema.rows(`SELECT pg_try_advisory_lock${schemaLock}`)
      if (row![0] === true) return
      if (performance.now() >= end) {
        throw new DatabaseUnavailable(`Another process changed the schema for more than ${schemaTime} ms.`)
      }
      await sleep(50 + Math.random() * 50)
    }
  }

  #opened(): Pool<PostgresConnection> {
    if (this.#pool) return this.#pool
    throw new DatabaseUnavailable("The database is closed.")
  }
}

/**
 * A server that is in the middle of a long statement does not notice that its client is gone, and would keep the
 * lock until its end. Servers before PostgreSQL 14, and those on some systems, cannot look.
 */
async function noticeLostClient(schema: SchemaConnection): Promise<void> {
  const known = "FROM pg_settings WHERE name = 'client_connection_check_interval'"
  await schema
    .rows(`SELECT set_config('client_connection_check_interval', '2000', false) ${known}`)
    .catch(() => undefined)
}
