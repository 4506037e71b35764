import { type IncomingMessage, type Server, type ServerResponse, createServer } from "node:http"
import { type AddressInfo, Server as NetServer } from "node:net"
import type { Duplex } from "node:stream"
import { type HeaderDefaults, noDefaults } from "../../http/header-defaults.ts"
import { httpError } from "../../http/http-error.ts"
import type { HttpResponse } from "../../http/message.ts"
import { errorResponse } from "../../http/problem.ts"
import type { Listening, ServerAdapter, ServerApp } from "../adapter.ts"
import { failure, noTunnel, sendable } from "../failure.ts"
import type { Settings } from "../settings.ts"
import { traceAnswer } from "../trace.ts"
import { Watch } from "../watch.ts"
import { parserRefusal, rawAnswer, refusalOf, targetOf } from "./refusal.ts"
import { NodeRequest } from "./request.ts"
import { type Sending, send } from "./response.ts"

/** Serves over node:http. */
export const nodeAdapter: ServerAdapter = {
  runtime: "node",
  listen: (app, settings) => {
    const state = { closing: false, defaults: app.headers ?? noDefaults }
    const server = createServer(serverOptions(settings))
    const { connections, headerCount, requestsPerConnection } = settings.limits
    server.maxHeadersCount = headerCount + 1
    server.maxRequestsPerSocket = requestsPerConnection
    if (connections > 0) server.maxConnections = connections
    answerRequests(server, app, settings, state)
    refuseOthers(server, state.defaults)
    return new Promise((resolve, reject) => {
      server.once("error", reject)
      server.listen({ port: settings.port, host: settings.hostname }, () => {
        server.off("error", reject).on("error", (error) => settings.report(error, undefined))
        resolve(listening(server, settings, state))
      })
    })
  },
}

interface State extends Sending {
  closing: boolean
}

function serverOptions({ limits }: Settings) {
  return {
    insecureHTTPParser: false,
    // Duplicates of every header are joined, as RFC 9110 has it; a duplicate Host thereby becomes an invalid one.
    joinDuplicateHeaders: true,
    requireHostHeader: false,
    maxHeaderSize: limits.headers,
    headersTimeout: limits.headersTimeout,
    // Slow bodies are measured by their rate instead: a long upload is no fault.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.max(20, Math.min(1000, limits.headersTimeout / 4)),
    keepAliveTimeout: limits.keepAliveTimeout,
  }
}

function answerRequests(server: Server, app: ServerApp, settings: Settings, state: State): void {
  const { limits, report } = settings
  const surroundings = { limits, watch: new Watch(limits.bodyTimeout) }

  function answer(incoming: IncomingMessage, outgoing: ServerResponse, awaitsContinue: boolean): void {
    const host = incoming.headers.host ?? ""
    const refusal = refusalOf(incoming, settings)
    const target = refusal ?? targetOf(incoming.url!, host)
    const refused = typeof target !== "string"
    const path = refused ? "/" : target
    const request = new NodeRequest(incoming, outgoing, path, host, surroundings, awaitsContinue)
    if (refused) return respond(errorResponse(target), request)
    try {
      const response = settings.trace && request.method === "TRACE" ? traceAnswer(request) : app.handle(request)
      if (response instanceof Promise) void answerLater(response, request)
      else respond(response, request)
    } catch (error) {
      fail(error, request)
    }
  }

  async function answerLater(later: Promise<HttpResponse>, request: NodeRequest): Promise<void> {
    try {
      respond(await later, request)
    } catch (error) {
      fail(error, request)
    }
  }

  function respond(response: HttpResponse, request: NodeRequest): void {
    const sending = send(sendable(report, response, request), request, state)
    sending?.catch((error: unknown) => fail(error, request))
  }

  /** What failed before the head was sent is a 500; afterwards only the cut connection says that something is missing. */
  function fail(error: unknown, request: NodeRequest): void {
    const response = failure(report, error, request)
    if (request.outgoing.headersSent) request.outgoing.destroy()
    else void send(response, request, state)
  }

  server.on("request", (incoming, outgoing) => answer(incoming, outgoing, false))
  server.on("checkContinue", (incoming: IncomingMessage, outgoing: ServerResponse) => answer(incoming, outgoing, true))
}

/** A client that has been refused has this long to read why; in milliseconds. */
const linger = 1000

/** All that never becomes a request. An Upgrade is answered as an ordinary request, until `app.upgrade` stands here. */
function refuseOthers(server: Server, defaults: HeaderDefaults): void {
  const end = (socket: Duplex, lastWords: string) => {
    socket.on("error", () => socket.destroy())
    socket.end(lastWords, "latin1")
    setTimeout(() => socket.destroy(), linger).unref()
  }
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => {
    // Node keeps the answer in progress here; nothing may be written into the middle of it.
    const { _httpMessage: current } = socket as Duplex & { _httpMessage?: ServerResponse }
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy()
    else end(socket, current?.headersSent ? "" : rawAnswer(parserRefusal(error), defaults))
  })
  server.on("connect", (_incoming: IncomingMessage, socket: Duplex) => end(socket, rawAnswer(noTunnel(), defaults)))
  server.on("checkExpectation", (_incoming: IncomingMessage, outgoing: ServerResponse) => {
    const error = httpError("expectation-failed", "The only expectation is 100-continue.")
    end(outgoing.socket!, rawAnswer(error, defaults))
  })
}

function listening(server: Server, settings: Settings, state: State): Listening {
  const address = server.address() as AddressInfo
  const closed = Promise.withResolvers<void>()
  return {
    hostname: settings.hostname,
    port: address.port,
    drain: () => {
      state.closing = true
      server.once("close", () => closed.resolve())
      // The close of an HTTP server would also close idle connections, whose next request may be under way.
      if (server instanceof NetServer) NetServer.prototype.close.call(server)
    },
    stop: async () => {
      // Answers that began before the drain leave idle connections behind.
      const timer = setInterval(() => server.closeIdleConnections(), 50)
      server.close(() => undefined)
      await closed.promise
      clearInterval(timer)
    },
    cut: async () => server.closeAllConnections(),
  }
}
