import { after } from "../../http/after.ts"
import { isStream } from "../../http/body.ts"
import { beginCommit } from "../../http/deadline.ts"
import type { HttpResponse } from "../../http/message.ts"
import { HttpError } from "../../http/http-error.ts"
import { type Report, abandonResources, closeResources, flushResources } from "../../provider/resource.ts"
import type { AnyEndpoint } from "../endpoint.ts"
import { InvalidRequest } from "../errors.ts"
import type { Exchange } from "../exchange.ts"
import { placed } from "../placed.ts"
import { type AnyOutcome, OutcomeReply, type Responder } from "../outcomes/outcome.ts"
import { applyInit } from "../outcomes/reply-init.ts"
import type { OrderStep } from "../plan/order.ts"
import { type Program, isPromise } from "./program.ts"

type Ending = Pick<Program<HttpResponse>, "refuse" | "end" | "fail">
type Answer = HttpResponse | Promise<HttpResponse>

/** The last steps of every plan: flush, encode, tear down; and what happens where one of them, or any before, throws. */
export function finisher(
  endpoint: AnyEndpoint,
  order: readonly OrderStep[],
  surroundings: {
    readonly owner: string
    readonly fail: (exchange: Exchange, error: unknown) => Answer
    readonly report: Report
  },
): Ending {
  const respond = responderOf(endpoint, surroundings.owner)
  const { report } = surroundings
  const owning = order.some(opensResource)

  function fail(exchange: Exchange, error: unknown): Answer {
    const { resources, streamResources } = exchange
    if (resources.length === 0 && streamResources.length === 0) return surroundings.fail(exchange, error)
    // What lives for the request may use what lives for the response, never the other way round.
    const abandoned = after(abandonResources(resources, error, report), () =>
      abandonResources(streamResources, error, report),
    )
    return after(abandoned, () => surroundings.fail(exchange, error))
  }

  function end(exchange: Exchange, result: unknown): Answer {
    const answer = respond(result, exchange)
    return isPromise(answer) ? answer.then(undefined, (error: unknown) => fail(exchange, error)) : answer
  }

  function endWithResources(exchange: Exchange, result: unknown): Answer {
    const { resources } = exchange
    const flushed = after(exchange.epilogue?.prepare(), () => flushResources(resources))
    const answer = after(flushed, () => respond(result, exchange))
    const closed = after(answer, (answer) => {
      beginCommit(exchange.request)
      return after(closeResources(resources, report), () =>
        after(exchange.epilogue?.conclude(answer, exchange.request), () => handOver(answer, exchange, report)),
      )
    })
    return isPromise(closed) ? closed.then(undefined, (error: unknown) => fail(exchange, error)) : closed
  }

  return {
    end: owning ? endWithResources : end,
    refuse: (exchange) => fail(exchange, new InvalidRequest(exchange.faults)),
    fail,
  }
}

/** Leaves that leave something to do at the end: files to delete, what providers do after the commit. */
const endedPlaces: ReadonlySet<string> = new Set(["form", "file", "epilogue"])

function opensResource(step: OrderStep): boolean {
  if (step.kind === "refuse") return false
  const { provider } = step.kind === "input" ? step.input.node : step.node
  if (provider.kind === "leaf") return endedPlaces.has(provider.place)
  return provider.kind === "dependency" && provider.yields !== undefined
}

function responderOf(endpoint: AnyEndpoint, owner: string): Responder {
  const responders = new Map<AnyOutcome, Responder>(
    endpoint.outcomes.map((outcome) => {
      const { doc, responder } = outcome
      return [outcome, placed(`${owner}, ${doc.kind} ${doc.status}`, doc.source, responder)]
    }),
  )
  const plain = responders.get(endpoint.outcomes[0]!)!
  return (result, exchange) => {
    if (!(result instanceof OutcomeReply)) return plain(result, exchange)
    const respond = responders.get(result.outcome)
    if (!respond) throw undeclared(result)
    const answer = respond(result.value, exchange)
    if (!result.init) return answer
    return isPromise(answer)
      ? answer.then((settled) => applyInit(settled, result.init, exchange.request))
      : applyInit(answer, result.init, exchange.request)
  }
}

function undeclared(reply: OutcomeReply): Error {
  return new TypeError(
    `The handler replied with an outcome (${reply.outcome.status}) that its endpoint does not declare.`,
  )
}

/** What lives as long as the answer closes with its stream; where nothing is streamed, to HEAD for one, now. */
function handOver(answer: HttpResponse, exchange: Exchange, report: Report): Answer {
  const { streamResources, request } = exchange
  if (streamResources.length === 0) return answer
  if (request.method !== "HEAD" && isStream(answer.body)) {
    answer.body = owningStream(answer.body, exchange, report)
    return answer
  }
  return after(closeResources(streamResources, report), () => answer)
}

/** Closes the stream's resources when the body has ended, failed or been given up, whichever comes first. */
function owningStream(
  body: AsyncIterable<Uint8Array | string>,
  { streamResources }: Exchange,
  report: Report,
): AsyncIterable<Uint8Array | string> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = body[Symbol.asyncIterator]()
      return {
        async next() {
          try {
            const result = await iterator.next()
            if (result.done) await closeResources(streamResources, report)
            return result
          } catch (error) {
            await abandonResources(streamResources, error, report)
            throw error
          }
        },
        async return() {
          try {
            await iterator.return?.()
          } catch (error) {
            report(error)
          }
          await abandonResources(streamResources, new HttpError(499, "client-gone", "The client went away."), report)
          return { done: true, value: undefined }
        },
      }
    },
  }
}
