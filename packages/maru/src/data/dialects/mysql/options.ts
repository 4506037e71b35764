import { StartError } from "../../../errors/start-error.ts"

/** Encryption of the connections. Without anything said, the server's certificate is checked. */
export interface MysqlTls {
  /** Certificates to trust, as PEM, instead of those that the runtime trusts. */
  readonly ca?: string
  /** Certificate of our own, as PEM, where the server asks for one. */
  readonly cert?: string
  readonly key?: string
  /** Whether a certificate that cannot be checked is refused. Default true. */
  readonly rejectUnauthorized?: boolean
}

/** Limits of a MySQL or MariaDB database, in milliseconds where they are times. */
export interface MysqlOptions {
  /** Most connections at a time, streams included. Default 10. */
  readonly connections?: number
  /** Most units of work that wait for a connection; more are refused as unavailable. Default 1000. */
  readonly waiting?: number
  /** How long one of them waits, the time to connect included. Default 5000. */
  readonly wait?: number
  /** How long connecting may take. Default 5000. */
  readonly connectTime?: number
  /** How long one statement may take; streams have no such limit. Default 30000. */
  readonly statementTime?: number
  /** How long a statement waits for rows that others have locked, in whole seconds. Default 5000. */
  readonly lockTime?: number
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
  /** Encrypts the connections. */
  readonly tls?: MysqlTls | boolean
}

/** Where the server is and who connects. */
export interface MysqlAddress {
  readonly host: string
  readonly port: number
  /** Path of a Unix socket, which comes before host and port. */
  readonly socket: string | undefined
  readonly user: string
  readonly password: string
  readonly database: string
}

export interface MysqlSettings extends Required<MysqlOptions> {
  readonly address: MysqlAddress
}

const defaults: Required<MysqlOptions> = {
  connections: 10,
  waiting: 1000,
  wait: 5000,
  connectTime: 5000,
  statementTime: 30_000,
  lockTime: 5000,
  schemaTime: 60_000,
  idle: 60_000,
  lifetime: 1_800_000,
  drain: 5000,
  statements: 250,
  tls: false,
}

/**
 * @param url `mysql://user:password@host:3306/database`; `?socket=/run/mysqld/mysqld.sock` for a Unix
 *   socket, `?tls=true` for encryption
 * @throws StartError `settings-invalid` without the URL, which may hold a password
 */
export function mysqlSettings(url: string, options: MysqlOptions = {}): MysqlSettings {
  const { hostname, port, username, password, pathname, searchParams } = parse(url)
  const parameters = new Map(searchParams)
  const socket = parameters.get("socket")
  const tls = parameters.get("tls")
  parameters.delete("socket")
  parameters.delete("tls")
  const [unknown] = parameters.keys()
  if (unknown !== undefined) throw invalid(`"${unknown}" is no parameter of it; only "socket" and "tls" are`)
  const database = decodeURIComponent(pathname.slice(1))
  if (database === "" || database.includes("/")) throw invalid("it has to name one database")
  if (tls !== undefined && tls !== "true" && tls !== "false") throw invalid(`"tls" is true or false`)
  const address = {
    host: decodeURIComponent(hostname.replace(/^\[|\]$/g, "")) || "127.0.0.1",
    port: Number(port) || 3306,
    socket,
    user: decodeURIComponent(username) || "root",
    password: decodeURIComponent(password),
    database,
  }
  return Object.freeze({
    ...defaults,
    ...(tls === undefined ? undefined : { tls: tls === "true" }),
    ...options,
    address,
  })
}

function parse(url: string): URL {
  try {
    return new URL(url)
  } catch {
    throw invalid("it cannot be read")
  }
}

function invalid(reason: string): StartError {
  return new StartError(
    "settings-invalid",
    `The database's URL does not work: ${reason}. Write mysql://user:password@host:3306/database.`,
  )
}
