import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Answer } from "../../src/http/answer.ts"
import { HeaderList } from "../../src/http/header-list.ts"
import type { HttpBody, HttpHandler, HttpRequest, HttpResponse } from "../../src/http/message.ts"
import { fromWebRequest, toWebResponse } from "../../src/http/web.ts"
import type { RunningServer, ServerAdapter, ServerApp } from "../../src/server/adapter.ts"
import { serveWith } from "../../src/server/serve.ts"
import type { ServeOptions } from "../../src/server/settings.ts"

export const isBun = "Bun" in globalThis

/** Where a contract is kept: in memory, or by a server of a runtime. */
export interface Place {
  readonly name: "memory" | "bun" | "node"
  /** Makes a handler reachable. */
  open(handler: HttpHandler, options?: ServeOptions): Promise<Opened>
}

/** A place with a handler in it. */
export interface Opened extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** What was reported instead of told to clients. */
  readonly reports: unknown[]
  fetch(path: string, init?: RequestInit): Promise<Response>
  readonly server: RunningServer | undefined
}

/** The smallest application around a handler. */
export function appOf(handler: HttpHandler, life: Partial<Pick<ServerApp, "start" | "close">> = {}): ServerApp {
  const nothing = () => Promise.resolve()
  return {
    handle: handler,
    fetch: async (request) => toWebResponse(await handler(fromWebRequest(request))),
    start: life.start ?? nothing,
    close: life.close ?? nothing,
  }
}

export const memory: Place = {
  name: "memory",
  async open(handler) {
    const app = appOf(handler)
    return {
      url: "http://localhost",
      port: 0,
      reports: [],
      server: undefined,
      fetch: async (path, init) => app.fetch(new Request(`http://localhost${path}`, init as never)),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }
  },
}

/** A place behind a socket. @param name the runtime that serves */
export function socketPlace(adapter: ServerAdapter, name: "bun" | "node"): Place {
  return {
    name,
    async open(handler, options = {}) {
      const reports: unknown[] = []
      const report = (error: unknown) => void reports.push(error)
      const server = await serveWith(adapter, appOf(handler), { port: 0, report, ...options })
      return {
        url: server.url,
        port: server.port,
        reports,
        server,
        fetch: (path, init) => fetch(`${server.url}${path}`, init as never) as Promise<Response>,
        [Symbol.asyncDispose]: () => server.close({ gracePeriod: 0 }),
      }
    },
  }
}

/** An answer in one line. */
export function answer(body: HttpBody, headers: Record<string, string> = {}, status = 200): HttpResponse {
  return new Answer(status, HeaderList.from(Object.entries({ "content-type": "text/plain", ...headers })), body)
}

/** A handler by paths; everything else is 404. */
export function routes(
  table: Record<string, (request: HttpRequest) => HttpResponse | Promise<HttpResponse>>,
): HttpHandler {
  return (request) => table[request.path]?.(request) ?? answer(`nothing at ${request.path}`, {}, 404)
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })
}

/** Waits for something that happens beside the test. */
export async function eventually(condition: () => boolean, milliseconds = 4000): Promise<boolean> {
  const deadline = performance.now() + milliseconds
  while (!condition() && performance.now() < deadline) await pause(10)
  return condition()
}

/** A folder with files, gone after the test. */
export function folder(files: Record<string, string | Uint8Array>): Disposable & { path(name: string): string } {
  const root = mkdtempSync(join(tmpdir(), "maru-server-"))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content)
  return { path: (name) => join(root, name), [Symbol.dispose]: () => rmSync(root, { recursive: true }) }
}
