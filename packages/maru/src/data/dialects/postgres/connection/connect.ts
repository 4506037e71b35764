import { DatabaseUnavailable } from "../../../errors.ts"
import type { Observers } from "../../../observer.ts"
import type { PostgresSettings } from "../options.ts"
import { PostgresConnection } from "./connection.ts"
import { type DriverClient, driver } from "./driver.ts"
import { Execution } from "./exchange.ts"
import { refusal } from "./failures.ts"

/** The same for every connection, whatever the server, the role or the database say. */
const fixed = { TimeZone: "UTC", DateStyle: "ISO, MDY", bytea_output: "hex", extra_float_digits: "1" }

const database = { session: undefined, transaction: undefined }

/**
 * A connection to the server.
 * @throws DatabaseUnavailable when that takes too long, or the server does not want it
 */
export async function connectTo(settings: PostgresSettings, observers: Observers): Promise<PostgresConnection> {
  const { Client } = driver()
  const client = new Client({
    connectionString: settings.url,
    connectionTimeoutMillis: settings.connectTime,
    fallback_application_name: settings.applicationName,
    keepAlive: true,
  })
  client.on("error", () => undefined)
  try {
    await client.connect()
  } catch (error) {
    throw refusal(error as Error)
  }
  return configured(client, settings, observers)
}

async function configured(
  client: DriverClient,
  settings: PostgresSettings,
  observers: Observers,
): Promise<PostgresConnection> {
  const connection = new PostgresConnection(client, settings, observers)
  const { statementTime, lockTime, idleTransactionTime } = settings
  const limits = {
    statement_timeout: statementTime,
    lock_timeout: lockTime,
    idle_in_transaction_session_timeout: idleTransactionTime,
  }
  const values = Object.entries({ ...fixed, ...limits }).flatMap(([name, value]) => [name, String(value)])
  const calls = values.flatMap((_, place) =>
    place % 2 === 0 ? [`set_config($${place + 1}, $${place + 2}, false)`] : [],
  )
  try {
    const statement = { sql: `SELECT ${calls.join(", ")}`, hidden: undefined }
    await connection.exchange([new Execution(statement, values, { kept: false, told: false })], database)
    return connection
  } catch (error) {
    connection.destroy()
    throw new DatabaseUnavailable("The database refuses the settings of the connection.", { cause: error })
  }
}
