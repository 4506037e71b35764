import type { Row, SchemaConnection } from "../../engine.ts"
import type { PostgresConnection } from "./connection/connection.ts"
import { Execution } from "./connection/exchange.ts"
import { control } from "./control.ts"
import { bindValue } from "./values.ts"

const origin = Object.freeze({ session: undefined, transaction: undefined })

/** The connection that migrations run on. */
export class PostgresSchemaConnection implements SchemaConnection {
  readonly transactional = true
  readonly #connection: PostgresConnection

  constructor(connection: PostgresConnection) {
    this.#connection = connection
  }

  script(sql: string): Promise<void> {
    return this.#connection.script(sql)
  }

  async rows(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    const execution = new Execution(control(sql), parameters.map(bindValue), { kept: false })
    await this.#connection.exchange([execution], origin)
    return execution.rows
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.script("BEGIN")
    try {
      const result = await work()
      if (!this.#connection.inTransaction)
        throw new Error("it ends the transaction it runs in; leave out BEGIN, COMMIT and ROLLBACK")
      await this.script("COMMIT")
      return result
    } catch (error) {
      if (!this.#connection.lost && this.#connection.inTransaction) await this.script("ROLLBACK")
      throw error
    }
  }
}
