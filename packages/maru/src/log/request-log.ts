import type { AppPart, AppView, Extension } from "../app/parts.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import type { HttpRequest, HttpResponse } from "../http/message.ts"
import { type Middleware, middleware } from "../http/middleware.ts"
import { requestIds } from "../http/request-id.ts"
import { notedUser } from "../http/request-user.ts"
import { parsePattern } from "../routing/pattern.ts"
import { type RoutingTable, routingTable } from "../routing/table.ts"
import { nodeCrypto } from "../runtime/modules.ts"
import type { AccessEntry } from "./line.ts"
import { type LogContext, contexts } from "./context.ts"
import { type Log, roundedMs } from "./log.ts"

/**
 * Logs every request: method, path without its query, status, and the milliseconds until the answer's head. Whatever is
 * logged while a request is answered gets its id, its route and its user. Spread it in front of the application's other
 * middleware, so that it sees what these answer.
 *
 * @example
 * new App(options, [...requestLog(log), cors(…), router("/posts", posts)])
 */
export function requestLog(log: Log): readonly [Middleware, Extension] {
  let routes: RoutingTable<string> | undefined
  const learn = ({ plans }: AppView): AppPart[] => {
    routes = routesOf(plans)
    return []
  }

  const handle: Parameters<typeof middleware>[1] = (request, next) => {
    const start = performance.now()
    const context = new RequestContext(request, () => routes)
    const answered = (response: HttpResponse): HttpResponse => {
      log.access(context, entryOf(request, response.status, start))
      return response
    }
    const response = contexts.run(context, next)
    return response instanceof Promise ? response.then(answered) : answered(response)
  }
  return [middleware("request log", handle), Object.freeze({ kind: "extension", parts: learn })]
}

function entryOf({ method, path, remoteAddress }: HttpRequest, status: number, start: number): AccessEntry {
  return { method, path, status, ms: roundedMs(performance.now() - start), address: remoteAddress }
}

/** Requests are numbered below a random name of their process: as unique as random ids, and a tenth of their cost. */
let processName: string | undefined
let requests = 0

function newId(): string {
  processName ??= nodeCrypto().randomBytes(9).toString("base64url")
  return `${processName}-${(requests++).toString(36)}`
}

/** What is known of a request is asked for only where a line is written. */
class RequestContext implements LogContext {
  readonly #request: HttpRequest
  readonly #routes: () => RoutingTable<string> | undefined
  #id: string | undefined

  constructor(request: HttpRequest, routes: () => RoutingTable<string> | undefined) {
    this.#request = request
    this.#routes = routes
  }

  /** The one that a middleware has given it, or one of ours. */
  get id(): string {
    return (this.#id ??= requestIds.get(this.#request) ?? newId())
  }

  adopt(id: string): void {
    this.#id ??= requestIds.get(this.#request) ?? id
  }

  get route(): string | undefined {
    const { method, path } = this.#request
    return this.#routes()?.find(method, path)?.value
  }

  get user(): string | undefined {
    return notedUser(this.#request)
  }
}

function routesOf(plans: readonly Plan[]): RoutingTable<string> {
  return routingTable(
    plans.map(({ method, path, source }) => ({ method, pattern: parsePattern(path), source, value: path })),
  )
}
