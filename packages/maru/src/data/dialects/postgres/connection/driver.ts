import { createRequire } from "node:module"
import type { ClientConfig } from "pg"

// What the engine uses of `pg`. Its client connects and authenticates; statements go over its wire by our own
// exchanges (see exchange.ts).

/** The messages of the protocol, and the socket below. */
export interface Wire {
  readonly stream: { cork(): void; uncork(): void; destroy(): void; unref(): void }
  query(text: string): void
  parse(message: { readonly name: string; readonly text: string }): void
  bind(message: { readonly statement: string; readonly values: readonly Bound[] }): void
  describe(message: { readonly type: "P"; readonly name: "" }): void
  execute(message?: undefined): void
  close(message: { readonly type: "S"; readonly name: string }): void
  sync(): void
  sendCopyFail(reason: string): void
  connect(port: number | string, host?: string): void
  requestSsl(): void
  cancel(process: number, secret: number): void
  on(event: string, listener: (argument?: unknown) => void): unknown
}

/** A value as it goes over the wire: text, bytes or null. */
export type Bound = string | Buffer | null

/** A connection that has been made. */
export interface DriverClient {
  readonly connection: Wire
  readonly host: string
  readonly port: number
  readonly ssl: unknown
  readonly processID: number
  readonly secretKey: number
  connect(): Promise<unknown>
  query(exchange: object): unknown
  end(): Promise<void>
  /** "I" outside of transactions, "T" in one, "E" in one that has failed. */
  getTransactionStatus(): "I" | "T" | "E" | null
  on(event: "error" | "end", listener: (error?: Error) => void): unknown
}

interface Driver {
  readonly Client: new (config: ClientConfig) => DriverClient
  readonly Connection: new (config: { readonly ssl: unknown }) => Wire
}

let loaded: Driver | undefined

/** Loads `pg` when the first database needs it: an application on another engine never does. */
export function driver(): Driver {
  return (loaded ??= createRequire(import.meta.url)("pg") as Driver)
}
