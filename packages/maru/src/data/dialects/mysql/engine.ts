import { nodeCrypto } from "../../../runtime/modules.ts"
import { BoundedCache } from "../../bounded-cache.ts"
import type { Engine, Isolation, Reader, SchemaConnection, Transaction, Use } from "../../engine.ts"
import { DatabaseUnavailable } from "../../errors.ts"
import type { Observers } from "../../observer.ts"
import type { Dialect } from "../dialect.ts"
import { Pool } from "../pool.ts"
import { Canceller } from "./connection/canceller.ts"
import { type ConnectionHome, MysqlConnection, rowsOf } from "./connection/connection.ts"
import { timeLimit } from "./connection/server.ts"
import { mysql } from "./dialect.ts"
import type { MysqlSettings } from "./options.ts"
import { MysqlReader, type ReaderHome } from "./reader.ts"
import { MysqlSchemaConnection } from "./schema-connection.ts"
import { MysqlTransaction, type TransactionHome } from "./transaction.ts"
import type { IndexColumns } from "./violations.ts"

/** The columns of an index in their order. */
const columnsOfIndex =
  "SELECT COLUMN_NAME FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND INDEX_NAME = ? ORDER BY SEQ_IN_INDEX"

/** MySQL or MariaDB behind a pool of connections. Decision 0008 says what they are set to, and why. */
export class MysqlEngine implements Engine, ReaderHome, TransactionHome {
  readonly dialect: Dialect = mysql
  readonly settings: MysqlSettings
  readonly observers: Observers
  readonly #home: ConnectionHome
  readonly #indexes: BoundedCache<string, readonly string[]> = new BoundedCache(1000)
  #pool: Pool<MysqlConnection> | undefined
  #transactions = 0

  constructor(settings: MysqlSettings, observers: Observers) {
    this.settings = settings
    this.observers = observers
    this.#home = { settings, observers, canceller: new Canceller(settings) }
  }

  get pool(): Pool<MysqlConnection> {
    if (this.#pool) return this.#pool
    throw new DatabaseUnavailable("The database is closed.")
  }

  /** Connects once, so that an address or a password that is wrong is known at the start. */
  async open(): Promise<void> {
    const pool = new Pool(() => MysqlConnection.open(this.#home), this.settings)
    pool.release(await pool.acquire())
    this.#pool = pool
  }

  async close(): Promise<void> {
    await this.#pool?.close()
    this.#home.canceller.close()
  }

  reader(use: Use): Reader {
    return new MysqlReader(this, use)
  }

  async begin(use: Use, isolation: Isolation): Promise<Transaction> {
    const connection = await this.pool.acquire(use.signal)
    try {
      return await new MysqlTransaction(connection, ++this.#transactions, use, isolation, this).begin()
    } catch (error) {
      // Nobody knows whether it has begun.
      connection.destroy()
      this.release(connection)
      throw error
    }
  }

  release(connection: MysqlConnection): void {
    this.pool.release(connection)
  }

  /** Columns of indexes are looked up when the first row breaks one, and remembered. */
  indexColumns(connection: MysqlConnection): IndexColumns {
    return async (table, index) => {
      if (table === undefined) return [index]
      const key = `${table} ${index}`
      const known = this.#indexes.get(key)
      if (known) return known
      const found = await connection.run(columnsOfIndex, [table, index]).catch(() => undefined)
      const columns = found ? rowsOf(found).map(([name]) => String(name)) : []
      if (columns.length === 0) return [index]
      this.#indexes.set(key, columns)
      return columns
    }
  }

  async schema<T>(work: (connection: SchemaConnection) => Promise<T>): Promise<T> {
    const connection = await MysqlConnection.open(this.#home, true)
    try {
      await this.#lock(connection)
      return await work(new MysqlSchemaConnection(connection))
    } finally {
      // The lock ends with the connection.
      await connection.close()
    }
  }

  /** Locks have names on the whole server: this one has the database's in it. */
  async #lock(connection: MysqlConnection): Promise<void> {
    const { schemaTime, address } = this.settings
    const name = `maru ${nodeCrypto().createHash("sha1").update(address.database).digest("hex")}`
    await connection.run(`SET ${timeLimit(connection.server, 0)}`)
    const seconds = Math.ceil(schemaTime / 1000)
    const reply = await connection.run("SELECT GET_LOCK(?, ?)", [name, seconds], undefined, schemaTime + 5000)
    if (rowsOf(reply)[0]![0] === 1) return
    throw new DatabaseUnavailable(`Another process has been changing the schema for more than ${schemaTime} ms.`)
  }
}
