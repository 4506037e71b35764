import type { CompiledEndpoint } from "../endpoint/compile.ts"
import { httpError } from "../http/http-error.ts"
import { Answer } from "../http/answer.ts"
import { HeaderList } from "../http/header-list.ts"
import { withoutBody } from "../http/body.ts"
import type { Awaitable, HttpHandler, HttpRequest, HttpResponse } from "../http/message.ts"
import { checkPath, decodePercent } from "../http/target.ts"
import type { RoutingTable } from "../routing/table.ts"
import { MountedRequest, type MountHandler, belowPrefix, outwardPath } from "./mount.ts"

/** A mount that is ready to answer. */
export interface PreparedMount {
  readonly prefix: string
  readonly handle: MountHandler
}

/** Layers around the answer to a preflight. @param answer of the path itself */
export type Preflight = (request: HttpRequest, answer: HttpResponse) => Awaitable<HttpResponse>

export interface Dispatching {
  /** Whether layers stand around, who see the body of an answer to HEAD; behind them it is dropped. */
  readonly layered: boolean
  readonly table: RoutingTable<CompiledEndpoint["handle"]>
  /** Longest prefix first. */
  readonly mounts: readonly PreparedMount[]
  readonly trailingSlash: "redirect" | "strict" | "ignore"
  /** Layers of endpoints that have a word in preflights, by the endpoint's `handle`. */
  readonly preflights: ReadonlyMap<CompiledEndpoint["handle"], Preflight>
  readonly answer: (error: unknown, request: HttpRequest) => Awaitable<HttpResponse>
}

/** The core of the onion: finds the endpoint of a request and runs it, or says why there is none. Never throws or rejects. */
export function dispatcher(dispatching: Dispatching): HttpHandler {
  const { table, answer, layered } = dispatching
  return (request) => {
    const { method } = request
    const drops = method === "HEAD" && !layered
    try {
      const match = table.find(method, request.path)
      if (!match) return drops ? withoutBody(elsewhere(dispatching, request)) : elsewhere(dispatching, request)
      // A path without parameters is known to the letter; only what a parameter took can be read in two ways.
      if (match.params.length > 0) checkPath(request.path)
      if (drops) return withoutBody(match.value(request, match.params))
      return match.value(request, match.params)
    } catch (error) {
      return drops ? withoutBody(answer(error, request)) : answer(error, request)
    }
  }
}

async function elsewhere(dispatching: Dispatching, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await answerElsewhere(dispatching, request)
  } catch (error) {
    return dispatching.answer(error, request)
  }
}

async function answerElsewhere(dispatching: Dispatching, request: HttpRequest): Promise<HttpResponse> {
  const { table, mounts, trailingSlash } = dispatching
  const { method, path } = request
  checkPath(path)
  decodePercent(path, "path")
  const allow = table.allow(path)
  if (allow !== undefined) return otherMethod(dispatching, request, path, allow)
  const mounted = await answerMounted(mounts, request)
  if (mounted) return mounted
  const other = trailingSlash === "strict" ? undefined : table.other(path)
  if (other !== undefined && trailingSlash === "ignore") {
    const match = table.find(method, other)
    return match ? match.value(request, match.params) : otherMethod(dispatching, request, other, table.allow(other)!)
  }
  if (other !== undefined) return redirected(request, other)
  throw httpError("not-found", "There is nothing at this path.")
}

function otherMethod(
  { table, preflights }: Dispatching,
  request: HttpRequest,
  path: string,
  allow: string,
): Awaitable<HttpResponse> {
  const { method } = request
  if (method === "OPTIONS") {
    const answer = new Answer(204, HeaderList.from([["allow", allow]]), null)
    const asked = request.header("access-control-request-method")
    const match = asked === undefined || preflights.size === 0 ? undefined : table.find(asked, path)
    return match ? (preflights.get(match.value)?.(request, answer) ?? answer) : answer
  }
  throw httpError("method-not-allowed", `This path does not answer ${method}. It answers ${allow}.`, { allow })
}

function redirected(request: HttpRequest, below: string): HttpResponse {
  const path = outwardPath(request, below)
  const location = request.search === "" ? path : `${path}?${request.search}`
  return new Answer(308, HeaderList.from([["location", location]]), null)
}

async function answerMounted(
  mounts: readonly PreparedMount[],
  request: HttpRequest,
): Promise<HttpResponse | undefined> {
  for (const { prefix, handle } of mounts) {
    const below = belowPrefix(prefix, request.path)
    if (below === undefined) continue
    const answer = await handle(prefix === "" ? request : new MountedRequest(request, below, prefix))
    if (answer) return answer
  }
  return undefined
}
