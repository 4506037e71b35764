import { requestCodes } from "../errors/codes.ts"
import { type HttpError, httpError } from "../http/http-error.ts"
import type { HttpRequest, HttpResponse } from "../http/message.ts"
import { problemResponse } from "../http/problem.ts"
import { leave } from "../http/body.ts"

/** Takes what no client is told: a handler that threw, a stream that broke. */
export type ServerReport = (error: unknown, request: HttpRequest | undefined) => void

/** The answer to what an application should never do, throw: a 500 without details. The error is reported. */
export function failure(report: ServerReport, error: unknown, request: HttpRequest | undefined): HttpResponse {
  report(error, request)
  return problemResponse({ status: requestCodes["internal-error"], code: "internal-error" })
}

/**
 * An answer that HTTP can carry: itself, or a 500 in its place. Informational statuses are no answers,
 * and a runtime that is given one leaves its client waiting.
 */
export function sendable(report: ServerReport, response: HttpResponse, request: HttpRequest): HttpResponse {
  const { status } = response
  if (status >= 200 && status <= 599) return response
  leave(response.body)
  return failure(report, new RangeError(`An answer cannot have the status ${status}`), request)
}

/** The client left before its body was complete. Nobody receives the answer. */
export function clientLeft(): HttpError {
  return httpError("bad-request", "The body ended before it was complete.")
}

/** CONNECT asks for a tunnel, which no application of ours gives (RFC 9110, section 9.3.6). */
export function noTunnel(): HttpError {
  return httpError("not-implemented", "This server makes no tunnels.")
}
