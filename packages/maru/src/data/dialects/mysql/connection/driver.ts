import { createRequire } from "node:module"
import { mayGenerateCode } from "../../../mapping/code-generation.ts"
import type { MysqlSettings } from "../options.ts"

/** What the engine uses of a connection of mysql2. */
export interface Driver {
  /** Number of the connection as the server counts them. */
  readonly threadId: number | null
  connect(done: (error: DriverError | null) => void): void
  /** The text protocol: no parameters, any statement. */
  query(options: Command, done: Done): unknown
  /** A prepared statement in the binary protocol. Without `done` the rows come as events. */
  execute(options: Command, done?: Done): Rows
  pause(): void
  resume(): void
  end(done: () => void): unknown
  destroy(): void
  on(event: "error", listener: (error: DriverError) => void): unknown
  on(event: "end", listener: () => void): unknown
  readonly stream: { destroy(): void }
}

export interface Command {
  readonly sql: string
  readonly values?: readonly unknown[]
  readonly rowsAsArray: true
}

export type Done = (error: DriverError | null, result: Result, fields: readonly Field[] | undefined) => void

/** Events of a statement that was executed without a callback. */
export interface Rows {
  on(event: "result", listener: (row: unknown[]) => void): this
  on(event: "error", listener: (error: DriverError) => void): this
  on(event: "end", listener: () => void): this
}

/** Rows, or what the server says of a statement that has none. */
export type Result = unknown[][] | ResultHeader

export interface ResultHeader {
  readonly affectedRows: number
  /** A number, or the digits of one that is too large for it. */
  readonly insertId: number | string
  readonly serverStatus: number
}

export interface Field {
  readonly name: string
  readonly columnType: number
}

export interface DriverError extends Error {
  readonly code?: string
  readonly errno?: number
  readonly sqlState?: string
  /** The connection has ended. */
  readonly fatal?: boolean
}

type Typed = (value: number | bigint | string) => unknown

interface Module {
  createConnection(options: object): Driver
  readonly TypedParameter: Types
}

/** Makes parameters of a type that is not the one the driver would choose. */
export interface Types {
  readonly LONGLONG: Typed
  readonly NEWDECIMAL: Typed
}

let loaded: Module | undefined
let types: Types | undefined

/** The driver, loaded when it is first needed: an application on another engine never loads it. */
function driverModule(): Module {
  return (loaded ??= createRequire(import.meta.url)("mysql2") as Module)
}

/** The driver looks for its own file each time it is asked for these: 40 µs. */
export function parameterTypes(): Types {
  return (types ??= driverModule().TypedParameter)
}

/**
 * A connection that has been made.
 * @param scripts whether one text may hold several statements
 * @throws what the driver says where it cannot be made
 */
export function openDriver(settings: MysqlSettings, scripts = false): Promise<Driver> {
  return new Promise((resolve, reject) => {
    const driver = driverModule().createConnection(optionsOf(settings, scripts))
    // What fails is told to whoever runs a statement. An unused connection that is lost concerns nobody.
    driver.on("error", () => undefined)
    driver.connect((error) => (error ? reject(error) : resolve(driver)))
  })
}

function optionsOf({ address, tls, connectTime, statements }: MysqlSettings, scripts: boolean): object {
  const place =
    address.socket === undefined ? { host: address.host, port: address.port } : { socketPath: address.socket }
  return {
    ...place,
    user: address.user,
    password: address.password,
    database: address.database,
    ...(tls === false ? undefined : { ssl: { verifyIdentity: true, ...(tls === true ? undefined : tls) } }),
    connectTimeout: connectTime,
    maxPreparedStatements: statements,
    charset: "UTF8MB4_BIN",
    timezone: "Z",
    supportBigNumbers: true,
    jsonStrings: true,
    multipleStatements: scripts,
    // The server must never ask for a file of ours.
    flags: "-LOCAL_FILES,-IGNORE_SPACE",
    disableEval: !mayGenerateCode,
  }
}
