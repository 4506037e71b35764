import { type HeaderDefaults, noDefaults } from "../../http/header-defaults.ts"
import { type HttpError, httpError } from "../../http/http-error.ts"
import type { Awaitable, HttpResponse } from "../../http/message.ts"
import { errorResponse } from "../../http/problem.ts"
import type { Listening, ServerAdapter, ServerApp } from "../adapter.ts"
import { failure, noTunnel, sendable } from "../failure.ts"
import { type Limits, type Settings, defaultLimits, invalid } from "../settings.ts"
import { traceAnswer } from "../trace.ts"
import { Watch } from "../watch.ts"
import { seconds, waitForApplication, waitForNextRequest } from "./patience.ts"
import { BunRequest } from "./request.ts"
import { newHeaders, toBunResponse } from "./response.ts"

/** Serves over Bun.serve. What Bun's own parser decides is written down in docs/runtimes.md. */
export const bunAdapter: ServerAdapter = {
  runtime: "bun",
  listen: async (app, settings) => {
    refuseImpossible(settings)
    return listen(app, settings)
  },
}

/** What Bun cannot promise is refused at start and not silently left out. */
function refuseImpossible({ limits }: Settings): void {
  const impossible = (limit: string, why: string) => {
    throw invalid(`The server's limit \`${limit}\` cannot be kept on Bun: ${why}. Leave it out, or serve with Node.`)
  }
  if (limits.connections > 0) impossible("connections", "Bun accepts every connection")
  if (limits.requestsPerConnection > 0) impossible("requestsPerConnection", "Bun does not tell connections apart")
  if (limits.headers > parserLimits.headers) impossible("headers", "Bun refuses headers of more than 16 KiB by itself")
}

function listen(app: ServerApp, settings: Settings): Listening {
  const { limits, report } = settings
  const { headers: defaults = noDefaults } = app
  const problem = (response: HttpResponse) => withoutRequest(response, defaults)
  // While it is there, answers wait: every client that keeps asking then has a request in flight, and none an
  // idle connection, which Bun would reset under its next request when it stops.
  let farewell: PromiseWithResolvers<void> | undefined
  const server = Bun.serve({
    hostname: settings.hostname,
    port: settings.port,
    development: false,
    // Bun shares a port between servers unless told otherwise, so that a second one would take half of the requests.
    reusePort: false,
    idleTimeout: seconds(limits.keepAliveTimeout),
    maxRequestBodySize: limits.body,
    fetch: (native) => answer(native),
    error: (error) => problem(failure(report, error, undefined)),
  })
  const countsHeaders = limits.headerCount < parserLimits.headerCount || limits.headers < parserLimits.headers
  const surroundings = { server, limits, report, watch: new Watch(limits.bodyTimeout) }
  const respond = (response: HttpResponse, request: BunRequest) =>
    toBunResponse(sendable(report, response, request), request, { closing: farewell !== undefined, defaults })
  const fail = (error: unknown, request: BunRequest) => respond(failure(report, error, request), request)

  function answer(native: Request): Awaitable<Response> {
    const { headers, url } = native
    const host = headers.get("host")
    const refusal =
      settings.checkHost(host) ?? refuseTarget(native, url) ?? (countsHeaders && tooManyHeaders(headers, limits))
    if (refusal) return problem(errorResponse(refusal))
    const request = new BunRequest(native, url, host!, surroundings)
    try {
      const response = handle(request)
      return response instanceof Promise || farewell ? answerLater(response, request) : respond(response, request)
    } catch (error) {
      return fail(error, request)
    }
  }

  function handle(request: BunRequest): Awaitable<HttpResponse> {
    return settings.trace && request.method === "TRACE" ? traceAnswer(request) : app.handle(request)
  }

  async function answerLater(later: Awaitable<HttpResponse>, request: BunRequest): Promise<Response> {
    waitForApplication(request)
    try {
      const response = await later
      await farewell?.promise
      waitForNextRequest(request)
      return respond(response, request)
    } catch (error) {
      return fail(error, request)
    }
  }

  return {
    hostname: server.hostname ?? settings.hostname,
    port: server.port ?? settings.port,
    drain: () => void (farewell = Promise.withResolvers()),
    stop: () => {
      const stopped = server.stop(false)
      farewell?.resolve()
      return stopped
    },
    cut: () => server.stop(true),
  }
}

/** Bun's parser refuses most targets that are no path; what it lets pass leaves the URL without a scheme. */
function refuseTarget(native: Request, url: string): HttpError | undefined {
  if (url.includes("#")) return httpError("bad-request", "The request target has a fragment.")
  if (url.startsWith("http://")) return undefined
  return native.method === "CONNECT" ? noTunnel() : httpError("bad-request", "The request target is no path.")
}

/** Bun's parser refuses more than 198 lines and more than 16 KiB by itself. */
const parserLimits = { headerCount: 198, headers: defaultLimits.headers }

function tooManyHeaders(headers: Headers, limits: Limits): HttpError | undefined {
  if (headers.count > limits.headerCount) return httpError("headers-too-large", "The request has too many headers.")
  if (limits.headers >= parserLimits.headers) return undefined
  let size = 0
  for (const [name, value] of headers) size += name.length + value.length + 4
  return size > limits.headers ? httpError("headers-too-large", "The request's headers are too large.") : undefined
}

/** An answer without a request. */
function withoutRequest({ status, headers, body }: HttpResponse, defaults: HeaderDefaults): Response {
  return new Response(body as string, { status, headers: newHeaders(defaults.behind(headers)) })
}
