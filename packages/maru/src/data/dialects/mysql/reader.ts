import type { Reader, Records, Row, Statement, Use } from "../../engine.ts"
import type { Observers, Origin } from "../../observer.ts"
import type { Pool } from "../pool.ts"
import { type MysqlConnection, rowsOf } from "./connection/connection.ts"
import { sessionStatements, streamingStatement } from "./connection/server.ts"
import type { MysqlSettings } from "./options.ts"
import { recordsOf } from "./records.ts"

/** What a reader asks of its engine. */
export interface ReaderHome {
  readonly pool: Pool<MysqlConnection>
  readonly settings: MysqlSettings
  readonly observers: Observers
}

/** Reads for one session, outside of transactions: each statement on whatever connection is free. */
export class MysqlReader implements Reader {
  readonly #home: ReaderHome
  readonly #use: Use
  readonly #origin: Origin

  constructor(home: ReaderHome, use: Use) {
    this.#home = home
    this.#use = use
    this.#origin = { session: use.session, transaction: undefined }
  }

  async row(statement: Statement, parameters: readonly unknown[]): Promise<Row | undefined> {
    return (await this.rows(statement, parameters))[0]
  }

  async rows(statement: Statement, parameters: readonly unknown[]): Promise<Row[]> {
    return this.#with(async (connection) =>
      rowsOf(await connection.execute(statement, parameters, this.#origin, this.#use.signal)),
    )
  }

  async records(statement: Statement, parameters: readonly unknown[]): Promise<Records> {
    return this.#with(async (connection) => {
      const run = (): Promise<Records> =>
        connection.execute(statement, parameters, this.#origin, this.#use.signal).then(recordsOf)
      return this.#use.readOnly ? withoutWrites(connection, run) : run()
    })
  }

  async *stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncGenerator<Row[]> {
    const { pool, settings } = this.#home
    const { signal } = this.#use
    const connection = await pool.acquire(signal)
    const aborted = (): void => connection.destroy()
    try {
      await connection.run(streamingStatement(connection.server), [], signal)
      signal?.addEventListener("abort", aborted)
      yield* this.#watched(statement, parameters, connection.stream(statement, parameters, size))
      await restore(connection, settings)
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    } finally {
      signal?.removeEventListener("abort", aborted)
      pool.release(connection)
    }
  }

  /** Observers are told when the last row has been read, or nobody wants more. */
  async *#watched(
    statement: Statement,
    parameters: readonly unknown[],
    parts: AsyncIterable<Row[]>,
  ): AsyncGenerator<Row[]> {
    const { observers } = this.#home
    if (!observers.active) return yield* parts
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    const watched = observers.watchAsync(
      this.#origin,
      statement,
      parameters,
      () => promise,
      (count) => count,
    )
    watched.catch(() => undefined)
    let count = 0
    try {
      for await (const part of parts) {
        count += part.length
        yield part
      }
    } catch (error) {
      reject(error)
      throw error
    } finally {
      resolve(count)
    }
  }

  async #with<T>(work: (connection: MysqlConnection) => Promise<T>): Promise<T> {
    const { pool } = this.#home
    const acquiring = pool.acquire(this.#use.signal)
    const connection = acquiring instanceof Promise ? await acquiring : acquiring
    try {
      return await work(connection)
    } finally {
      pool.release(connection)
    }
  }
}

/** Sets a connection back to what it was before it streamed. */
async function restore(connection: MysqlConnection, settings: MysqlSettings): Promise<void> {
  try {
    for (const sql of sessionStatements(connection.server, settings)) await connection.run(sql)
  } catch {
    connection.destroy()
  }
}

/** Whatever the statement calls, it cannot write. */
async function withoutWrites<T>(connection: MysqlConnection, work: () => Promise<T>): Promise<T> {
  await connection.run("START TRANSACTION READ ONLY")
  try {
    return await work()
  } finally {
    if (!connection.broken) await connection.run("ROLLBACK")
  }
}
