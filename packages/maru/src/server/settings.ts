import { StartError } from "../errors/start-error.ts"
import type { ServerReport } from "./failure.ts"
import { type HostCheck, hostCheck } from "../http/hosts.ts"

/** What one client can cost at most. Times in milliseconds, sizes in bytes. */
export interface Limits {
  /** Largest request body that any route can allow. Default 128 MiB; the application's own limit is 1 MiB for each route. */
  readonly body: number
  /** Request line and headers together; more is a 431. Default 16 KiB. On Bun it can be lowered only. */
  readonly headers: number
  /** Number of header lines; more is a 431. Default 200; Bun allows 198 at most. */
  readonly headerCount: number
  /** For request line and headers to arrive; then 408. Default 30 s. Bun has 10 s of its own and closes without an answer. */
  readonly headersTimeout: number
  /** For a body to arrive; then 408. Every `bodyRate` bytes that have come add one second. Default 30 s. */
  readonly bodyTimeout: number
  /** Bytes a second below which a body is too slow. Default 240. */
  readonly bodyRate: number
  /** For a client that takes nothing of its answer; then the connection is cut. Default 30 s. */
  readonly writeTimeout: number
  /** For a connection without a request. Default 5 s. Bun counts in steps of about 4 s. */
  readonly keepAliveTimeout: number
  /** Requests on one connection, 0 for any number. Default 0. Not on Bun. */
  readonly requestsPerConnection: number
  /** Connections at the same time, 0 for any number. Default 0. Not on Bun. */
  readonly connections: number
}

/** How to serve. Everything has a default. */
export interface ServeOptions {
  /** Default 8000; 0 takes any free port. */
  readonly port?: number
  /** Address to listen on. Default "127.0.0.1"; "0.0.0.0" or "::" for every network, as containers need. */
  readonly hostname?: string
  /**
   * Host names that requests may name: "example.com", "*.example.com" for everything below it, "[::1]", or "*" for any.
   * Default: localhost, 127.0.0.1, [::1] and `hostname`.
   */
  readonly hosts?: readonly string[]
  readonly limits?: Partial<Limits>
  /** Time in milliseconds for requests in flight to finish when the server closes; then they are cut. Default 8 s. */
  readonly gracePeriod?: number
  /** Close on SIGTERM and SIGINT, then leave the process. A second signal leaves at once. Default false. */
  readonly handleSignals?: boolean
  /** Answer TRACE with the request as it came, without credentials. Default false. */
  readonly trace?: boolean
  /** Takes failures that no client is told about. Default: printed to stderr. */
  readonly report?: ServerReport
}

/** Checked options with their defaults. */
export interface Settings {
  readonly port: number
  readonly hostname: string
  readonly checkHost: HostCheck
  readonly limits: Limits
  readonly gracePeriod: number
  readonly trace: boolean
  readonly report: ServerReport
}

/** The limits where an application says nothing else. */
export const defaultLimits: Limits = Object.freeze({
  body: 128 * 1024 * 1024,
  headers: 16 * 1024,
  headerCount: 200,
  headersTimeout: 30_000,
  bodyTimeout: 30_000,
  bodyRate: 240,
  writeTimeout: 30_000,
  keepAliveTimeout: 5000,
  requestsPerConnection: 0,
  connections: 0,
})

const mayBeZero: ReadonlySet<string> = new Set(["body", "requestsPerConnection", "connections"])

/** @throws StartError `settings-invalid` */
export function readSettings(options: ServeOptions): Settings {
  const { port = 8000, hostname = "127.0.0.1", gracePeriod = 8000 } = options
  if (!Number.isInteger(port) || port < 0 || port > 65_535) refuse("port", port, "a whole number from 0 to 65535")
  if (hostname === "") refuse("hostname", hostname, 'an address such as "127.0.0.1" or "0.0.0.0"')
  if (!(gracePeriod >= 0)) refuse("gracePeriod", gracePeriod, "a number of milliseconds")
  const limits = { ...defaultLimits, ...options.limits }
  for (const [name, value] of Object.entries(limits)) {
    const least = mayBeZero.has(name) ? 0 : 1
    if (!(name in defaultLimits))
      throw invalid(`There is no limit "${name}". Limits are ${Object.keys(defaultLimits).join(", ")}.`)
    if (!Number.isInteger(value) || value < least) refuse(`limits.${name}`, value, `a whole number from ${least}`)
  }
  return Object.freeze({
    port,
    hostname,
    checkHost: hostCheck(options.hosts ?? ["localhost", "127.0.0.1", "[::1]", ...ownHost(hostname)]),
    limits: Object.freeze(limits),
    gracePeriod,
    trace: options.trace ?? false,
    report: options.report ?? printFailure,
  })
}

/** An address that means "every network" is no name that a well-meaning client sends. */
function ownHost(hostname: string): string[] {
  if (hostname === "0.0.0.0" || hostname === "::") return []
  return [hostname.includes(":") ? `[${hostname}]` : hostname]
}

function refuse(name: string, value: unknown, wanted: string): never {
  throw invalid(`The server's option \`${name}\` is ${JSON.stringify(value)}; it has to be ${wanted}.`)
}

/** The error of an option that cannot be kept. */
export function invalid(message: string): StartError {
  return new StartError("settings-invalid", message)
}

const printFailure: ServerReport = (error, request) => {
  console.error(`[maru] the server failed${request ? ` in ${request.method} ${request.path}` : ""}:`, error)
}
