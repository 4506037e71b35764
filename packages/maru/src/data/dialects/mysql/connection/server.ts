import { StartError } from "../../../../errors/start-error.ts"
import type { MysqlSettings } from "../options.ts"

/** What has to be known of a server. */
export interface Server {
  readonly mariadb: boolean
  /** Distance of generated keys of one INSERT. */
  readonly increment: number
}

/** Asks what `serverOf` reads. */
export const question = "SELECT VERSION(), @@auto_increment_increment"

/** @throws StartError `settings-invalid` for a server that is too old */
export function serverOf([version, increment]: readonly unknown[]): Server {
  const text = String(version)
  const mariadb = /mariadb/i.test(text)
  const [major = 0, minor = 0] = text.split(".").map((part) => Number.parseInt(part, 10))
  const least = mariadb ? 1006 : 800
  if (major * 100 + minor < least) {
    const message = `The database server is ${text}. MariaDB 10.6 or MySQL 8.0 is the oldest that works.`
    throw new StartError("settings-invalid", message)
  }
  return { mariadb, increment: Number(increment) }
}

/** Collation in which text is equal, and ordered, by code point, trailing spaces included. */
export function collation({ mariadb }: Pick<Server, "mariadb">): string {
  return mariadb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin"
}

/** Strict, and nearer to the other databases: "name" is a name, 'text' is text, || joins text, and a key of 0 is 0. */
const mode = [
  "STRICT_TRANS_TABLES",
  "STRICT_ALL_TABLES",
  "NO_ZERO_IN_DATE",
  "NO_ZERO_DATE",
  "ERROR_FOR_DIVISION_BY_ZERO",
  "NO_ENGINE_SUBSTITUTION",
  "ONLY_FULL_GROUP_BY",
  "NO_AUTO_VALUE_ON_ZERO",
  "ANSI_QUOTES",
  "PIPES_AS_CONCAT",
].join()

/** The statements that make a new connection behave alike on every server. */
export function sessionStatements(server: Server, settings: MysqlSettings): string[] {
  const lockTime = Math.max(1, Math.round(settings.lockTime / 1000))
  return [
    `SET collation_connection = ${collation(server)}, time_zone = '+00:00', sql_mode = '${mode}', autocommit = 1, ` +
      `foreign_key_checks = 1, unique_checks = 1, innodb_lock_wait_timeout = ${lockTime}, lc_messages = 'en_US', ` +
      timeLimit(server, settings.statementTime),
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
  ]
}

/** Rows may be sent for as long as somebody takes them. */
export function streamingStatement(server: Server): string {
  return `SET net_write_timeout = 3600, ${timeLimit(server, 0)}`
}

/** The server's own limit; MySQL applies it to SELECT only. @param time milliseconds, 0 for none */
export function timeLimit({ mariadb }: Server, time: number): string {
  return mariadb ? `max_statement_time = ${time / 1000}` : `max_execution_time = ${Math.ceil(time)}`
}
