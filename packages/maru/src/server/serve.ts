import { StartError } from "../errors/start-error.ts"
import type { Listening, RunningServer, ServerAdapter, ServerApp } from "./adapter.ts"
import { type ServeOptions, type Settings, readSettings } from "./settings.ts"
import { closeOnSignals } from "./signals.ts"

/**
 * Starts an application and serves it, over Bun.serve on Bun and over node:http on Node.
 *
 * @param app an `App`, or anything with the same doors
 * @returns when connections are accepted
 * @throws StartError `settings-invalid` for an option that cannot be kept, `listen-failed` when the address is
 *   taken or not allowed; what starting the application throws
 * @example
 * const server = await serve(app, { port: 8000, handleSignals: true })
 * console.log(`Listening on ${server.url}`)
 */
export async function serve(app: ServerApp, options: ServeOptions = {}): Promise<RunningServer> {
  return serveWith(await adapterOfRuntime(), app, options)
}

/** The same over an adapter of one's choice. */
export async function serveWith(
  adapter: ServerAdapter,
  app: ServerApp,
  options: ServeOptions = {},
): Promise<RunningServer> {
  const settings = readSettings(options)
  await app.start()
  const listening = await adapter.listen(app, settings).catch(async (error: unknown) => {
    await app.close()
    throw error instanceof StartError ? error : listenFailed(error, settings)
  })
  const server = running(listening, app, settings)
  if (options.handleSignals) closeOnSignals(server, settings.report)
  return server
}

/** Only the runtime's own adapter is loaded. */
async function adapterOfRuntime(): Promise<ServerAdapter> {
  if ("Bun" in globalThis) return (await import("./bun/adapter.ts")).bunAdapter
  return (await import("./node/adapter.ts")).nodeAdapter
}

function running(listening: Listening, app: ServerApp, settings: Settings): RunningServer {
  const { hostname, port } = listening
  let closing: Promise<void> | undefined
  const close: RunningServer["close"] = ({ gracePeriod = settings.gracePeriod } = {}) =>
    (closing ??= shut(listening, app, gracePeriod))
  return { url: `http://${urlHost(hostname)}:${port}`, port, hostname, close, [Symbol.asyncDispose]: () => close() }
}

/**
 * How long idle connections are left open, in milliseconds. A client that sends its next request while its
 * connection is being closed would see it reset; told `Connection: close`, it opens a new one elsewhere.
 */
const farewell = 100

async function shut(listening: Listening, app: ServerApp, gracePeriod: number): Promise<void> {
  listening.drain()
  const deadline = performance.now() + gracePeriod
  await pause(Math.min(farewell, gracePeriod))
  const stopped = listening.stop()
  if (!(await settles(stopped, deadline - performance.now()))) await settles(listening.cut(), farewell)
  const closed = app.close()
  if (!(await settles(closed, Math.max(farewell, gracePeriod)))) {
    throw new Error(`The application did not close within ${gracePeriod} ms.`)
  }
}

/** Whether a promise settles in time. @throws what it rejects with */
async function settles(promise: Promise<void>, milliseconds: number): Promise<boolean> {
  const waiting = new AbortController()
  const late = pause(Math.max(0, milliseconds), waiting.signal).then(() => false)
  try {
    return await Promise.race([promise.then(() => true), late])
  } finally {
    waiting.abort()
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal?.addEventListener("abort", () => clearTimeout(timer))
  })
}

function urlHost(hostname: string): string {
  if (hostname === "0.0.0.0" || hostname === "::") return "localhost"
  return hostname.includes(":") ? `[${hostname}]` : hostname
}

const causes: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program uses it. Stop that program or choose another port",
  EACCES: "it is not allowed. Ports below 1024 need special rights; choose a higher one",
  EADDRNOTAVAIL: "this machine has no such address. Choose 127.0.0.1, or 0.0.0.0 for every network",
}

function listenFailed(error: unknown, { hostname, port }: Settings): StartError {
  const code = (error as NodeJS.ErrnoException).code ?? ""
  const cause = causes[code] ?? (error instanceof Error ? error.message : "the runtime gave no reason")
  return new StartError("listen-failed", `The server cannot listen on ${urlHost(hostname)}:${port}: ${cause}.`)
}
