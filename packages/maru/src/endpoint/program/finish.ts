import type { FileBody, HttpBody, HttpResponse } from "../../http/message.ts"
import { HttpError } from "../../http/http-error.ts"
import { type Report, abandonResources, closeResources, flushResources } from "../../provider/resource.ts"
import type { AnyEndpoint } from "../endpoint.ts"
import { InvalidRequest } from "../errors.ts"
import type { Exchange } from "../exchange.ts"
import { placed } from "../placed.ts"
import { type AnyOutcome, OutcomeReply, type Responder, applyInit } from "../outcomes/outcome.ts"
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
    if (exchange.resources.length === 0 && exchange.streamResources.length === 0)
      return surroundings.fail(exchange, error)
    return abandon(exchange, error)
  }

  async function abandon(exchange: Exchange, error: unknown): Promise<HttpResponse> {
    await abandonResources(exchange.streamResources, error, report)
    await abandonResources(exchange.resources, error, report)
    return surroundings.fail(exchange, error)
  }

  function end(exchange: Exchange, result: unknown): Answer {
    const answer = respond(result, exchange)
    return isPromise(answer) ? answer.then(undefined, (error: unknown) => fail(exchange, error)) : answer
  }

  async function endWithResources(exchange: Exchange, result: unknown): Promise<HttpResponse> {
    await flushResources(exchange.resources)
    const answer = await respond(result, exchange)
    await closeResources(exchange.resources, report)
    if (exchange.streamResources.length === 0) return answer
    if (isStream(answer.body)) answer.body = owningStream(answer.body, exchange, report)
    else await closeResources(exchange.streamResources, report)
    return answer
  }

  return {
    end: owning
      ? (exchange, result) => endWithResources(exchange, result).catch((error: unknown) => fail(exchange, error))
      : end,
    refuse: (exchange) => fail(exchange, new InvalidRequest(exchange.faults)),
    fail,
  }
}

function opensResource(step: OrderStep): boolean {
  if (step.kind === "input") return step.input.documents.some((document) => document.in === "form")
  return step.kind === "provider" && step.node.provider.kind === "dependency" && step.node.provider.yields !== undefined
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
      ? answer.then((settled) => applyInit(settled, result.init))
      : applyInit(answer, result.init)
  }
}

function undeclared(reply: OutcomeReply): Error {
  return new TypeError(
    `The handler replied with an outcome (${reply.outcome.status}) that its endpoint does not declare.`,
  )
}

function isStream(body: HttpBody): body is AsyncIterable<Uint8Array | string> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in (body as FileBody | object)
}

/** Closes the stream's resources when the body has ended, failed or been given up, whichever comes first. */
function owningStream(
  body: AsyncIterable<Uint8Array | string>,
  exchange: Exchange,
  report: Report,
): AsyncIterable<Uint8Array | string> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = body[Symbol.asyncIterator]()
      const close = () => closeResources(exchange.streamResources, report)
      return {
        async next() {
          try {
            const result = await iterator.next()
            if (result.done) await close()
            return result
          } catch (error) {
            await abandonResources(exchange.streamResources, error, report)
            throw error
          }
        },
        async return() {
          await iterator.return?.()
          await abandonResources(
            exchange.streamResources,
            new HttpError(499, "client-gone", "The client went away."),
            report,
          )
          return { done: true, value: undefined }
        },
      }
    },
  }
}
