import type { Row, SchemaConnection } from "../../engine.ts"
import { type MysqlConnection, rowsOf } from "./connection/connection.ts"
import { unlimited } from "./connection/guard.ts"

/**
 * The connection that migrations run on. The server commits with each change of the schema, which may last for
 * hours.
 */
export class MysqlSchemaConnection implements SchemaConnection {
  readonly transactional = false
  readonly #connection: MysqlConnection

  constructor(connection: MysqlConnection) {
    this.#connection = connection
  }

  async script(sql: string): Promise<void> {
    await this.#connection.run(sql, [], undefined, unlimited)
  }

  async rows(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return rowsOf(await this.#connection.run(sql, parameters, undefined, unlimited))
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.script("START TRANSACTION")
    try {
      const result = await work()
      await this.script("COMMIT")
      return result
    } catch (error) {
      if (!this.#connection.broken) await this.script("ROLLBACK")
      throw error
    }
  }
}
