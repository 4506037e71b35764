import type { LogKind, LogLevel } from "./levels.ts"

/** What a line says: these first, then whatever belongs to its kind. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly time: number
  readonly level: LogLevel
  readonly kind: LogKind
  /** Id of the request that it belongs to. */
  readonly id: string | undefined
  /** Pattern of the endpoint's path. */
  readonly route: string | undefined
  readonly user: string | undefined
  /** Further values, without secrets. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** A request that was answered. */
export interface AccessEntry {
  readonly method: string
  /** Without its query. */
  readonly path: string
  readonly status: number
  /** Milliseconds until the answer's head, with two digits behind the point. */
  readonly ms: number
  /** Of the peer. */
  readonly address: string | undefined
}

/** Writes a line as text that ends with a line feed. */
export type LineFormat = (line: LogLine) => string
