import type { HeaderDefaults } from "../http/header-defaults.ts"
import type { Awaitable, HttpHandler } from "../http/message.ts"
import type { Settings } from "./settings.ts"

/** What can be served: an `App`, or anything with the same doors. */
export interface ServerApp {
  /** Plain values in, plain values out; the door that servers use. */
  readonly handle: HttpHandler
  /** Constant headers that every answer has unless it says otherwise, those of the server's own refusals included. */
  readonly headers?: HeaderDefaults
  /** The same as one function of the web's Request and Response, for runtimes that have only these. */
  readonly fetch: (request: Request) => Awaitable<Response>
  /** Makes the application ready; called before the first connection is accepted. */
  readonly start: () => Promise<void>
  /** Called after the last answer. */
  readonly close: () => Promise<void>
}

/** What an adapter gives: a socket that accepts connections. */
export interface Listening {
  readonly hostname: string
  readonly port: number
  /** From now on every answer says `Connection: close`, and nothing more is accepted if the runtime can part that from `stop`. */
  drain(): void
  /** Accepts nothing more, closes idle connections, and resolves when the last answer has been sent. */
  stop(): Promise<void>
  /** Cuts every connection. */
  cut(): Promise<void>
}

/** One runtime's way to listen: the only code that knows the runtime. */
export interface ServerAdapter {
  readonly runtime: "bun" | "node"
  /** @throws StartError `settings-invalid` for what this runtime cannot promise; the runtime's own error if it cannot listen */
  listen(app: ServerApp, settings: Settings): Promise<Listening>
}

/** A server that accepts connections. */
export interface RunningServer extends AsyncDisposable {
  /** Such as "http://127.0.0.1:8000", to be opened on this machine. */
  readonly url: string
  readonly port: number
  readonly hostname: string
  /**
   * Stops: from now on every answer says `Connection: close`; requests in flight finish,
   * what is left after the grace period is cut, and the application is closed. Calling it again changes nothing.
   *
   * @param options `gracePeriod` in milliseconds, in the place of the server's own
   * @throws what closing the application throws
   */
  close(options?: { readonly gracePeriod?: number }): Promise<void>
}
