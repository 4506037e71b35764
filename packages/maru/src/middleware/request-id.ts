import { request } from "../endpoint/signature.ts"
import { callerSource } from "../errors/source.ts"
import type { HttpRequest } from "../http/message.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { requestIds } from "../http/request-id.ts"
import { RequestValue } from "../http/request-value.ts"
import { type Provider, dependency } from "../provider/provider.ts"
import { type TraceContext, traceContext } from "./trace-context.ts"

/** What `requestId` can be told. */
export interface RequestIdOptions {
  /** Header of answers, and of requests where `accept` is set. Default "x-request-id". */
  readonly header?: string
  /** Whether the client's own id is taken, for clients that are services of one's own. Default false. */
  readonly accept?: boolean
}

const traces = new RequestValue<TraceContext>()

/**
 * Gives every request an id that its answer tells, in errors too, and under which a 500 is reported.
 *
 * @example
 * new App(info, [requestId(), router("/posts", posts)])
 */
export function requestId(options: RequestIdOptions = {}): Middleware {
  const { header = "x-request-id", accept = false } = options
  const name = header.toLowerCase()
  return layer(
    "request id",
    {
      before(request) {
        const given = accept ? acceptable(request.header(name)) : undefined
        requestIds.set(request, given ?? idOf(request))
      },
      after: ({ headers }, request) => headers.set(name, idOf(request)),
    },
    { note: accept ? `${name}, the client's own where it has one` : name },
    callerSource(requestId as never),
  )
}

/** The id of a request: what `requestId` gave it, or one made now. */
export const currentRequestId: Provider<string> = dependency({ request }, ({ request }) => idOf(request), {
  name: "currentRequestId",
})

/** Where the request stands in its trace: read from `traceparent`, or begun here. */
export const currentTrace: Provider<TraceContext> = dependency({ request }, ({ request }) => traceOf(request), {
  name: "currentTrace",
})

function idOf(request: HttpRequest): string {
  const known = requestIds.get(request)
  if (known !== undefined) return known
  const id = crypto.randomUUID()
  requestIds.set(request, id)
  return id
}

function traceOf(request: HttpRequest): TraceContext {
  const known = traces.get(request)
  if (known) return known
  const trace = traceContext(request.header("traceparent"), request.header("tracestate"))
  traces.set(request, trace)
  return trace
}

/** Ids go into logs and headers, so that they have no more than ids need. */
function acceptable(id: string | undefined): string | undefined {
  return id !== undefined && /^[\w.:+/=@-]{1,128}$/.test(id) ? id : undefined
}
