import { StartError } from "../../../errors/start-error.ts"

/** Limits of a PostgreSQL database, in milliseconds where they are times. */
export interface PostgresOptions {
  /** Most connections at a time, streams included. Default 10. */
  readonly connections?: number
  /** Most units of work that wait for a connection; more are refused as unavailable. Default 1000. */
  readonly waiting?: number
  /** How long one of them waits, the time to connect included. Default 5000. */
  readonly wait?: number
  /** How long connecting may take. Default 5000. */
  readonly connectTime?: number
  /** How long one statement may take. Default 30000. */
  readonly statementTime?: number
  /** How long a statement waits for rows that others have locked. Default 5000. */
  readonly lockTime?: number
  /** How long a transaction may wait for its session to go on. Default 10000. */
  readonly idleTransactionTime?: number
  /** How long a process waits while another one changes the schema. Default 60000. */
  readonly schemaTime?: number
  /** How long an unused connection is kept. Default 60000. */
  readonly idle?: number
  /** How long any connection is kept. Default 1800000. */
  readonly lifetime?: number
  /** How long closing waits for the work under way. Default 5000. */
  readonly drain?: number
  /** Most prepared statements that each connection keeps. Default 250. */
  readonly statements?: number
  /** How the server's lists of connections name this application. Default "maru". */
  readonly applicationName?: string
}

export interface PostgresSettings extends Required<PostgresOptions> {
  readonly url: string
}

const defaults: Required<PostgresOptions> = {
  connections: 10,
  waiting: 1000,
  wait: 5000,
  connectTime: 5000,
  statementTime: 30_000,
  lockTime: 5000,
  idleTransactionTime: 10_000,
  schemaTime: 60_000,
  idle: 60_000,
  lifetime: 1_800_000,
  drain: 5000,
  statements: 250,
  applicationName: "maru",
}

/**
 * @param url `postgres://user:password@host:5432/database`; `?sslmode=verify-full` and the like as libpq has them
 * @throws StartError `settings-invalid` without the URL, which may hold a password
 */
export function postgresSettings(url: string, options: PostgresOptions = {}): PostgresSettings {
  // A Unix socket has no host: "postgres://user@/database?host=/run/postgresql".
  if (!URL.canParse(url.replace("@/", "@localhost/"))) {
    const message =
      "The database's URL does not work: it cannot be read. Write postgres://user:password@host:5432/database."
    throw new StartError("settings-invalid", message)
  }
  return Object.freeze({ ...defaults, ...options, url })
}
