import type { Row, SchemaConnection } from "../../engine.ts"
import { type Driver, prepare } from "./driver.ts"
import { retryWhileBusy } from "./lock-retry.ts"

/**
 * The connection that migrations run on. What keeps processes apart is the right to write: each
 * transaction takes it at once, so whoever comes second looks again at what is still to be done.
 */
export class SqliteSchemaConnection implements SchemaConnection {
  readonly transactional = true
  readonly #driver: Driver
  readonly #wait: number

  /** @param wait milliseconds that another process may hold the right to write */
  constructor(driver: Driver, wait: number) {
    this.#driver = driver
    this.#wait = wait
  }

  script(sql: string): Promise<void> {
    return this.#locked(() => void this.#driver.exec(sql))
  }

  rows(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.#locked(() => {
      const prepared = prepare(this.#driver, sql, parameters.length)
      if (prepared.columns().length > 0) return prepared.all(...parameters)
      prepared.run(...parameters)
      return []
    })
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.#locked(() => this.#driver.exec("BEGIN IMMEDIATE"))
    try {
      const result = await work()
      this.#check()
      this.#driver.exec("COMMIT")
      return result
    } catch (error) {
      if (this.#driver.isTransaction) this.#driver.exec("ROLLBACK")
      throw error
    }
  }

  /** Foreign keys are off while the schema changes. */
  #check(): void {
    if (!this.#driver.isTransaction)
      throw new Error("it ends the transaction it runs in; leave out BEGIN, COMMIT and ROLLBACK")
    const [broken] = prepare(this.#driver, "PRAGMA foreign_key_check", 0).all()
    if (!broken) return
    throw new Error(`rows of "${String(broken[0])}" would refer to rows of "${String(broken[2])}" that do not exist`)
  }

  async #locked<T>(run: () => T): Promise<T> {
    return retryWhileBusy(run, this.#wait)
  }
}
