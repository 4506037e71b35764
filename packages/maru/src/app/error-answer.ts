import { randomUUID } from "node:crypto"
import { InvalidRequest, errorCode } from "../endpoint/errors.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import { requestCodes } from "../errors/codes.ts"
import { Unavailable } from "../errors/unavailable.ts"
import { HttpError } from "../http/http-error.ts"
import type { Awaitable, HttpRequest, HttpResponse } from "../http/message.ts"
import { errorResponse, problemResponse } from "../http/problem.ts"
import type { DeclaredError } from "../provider/provider.ts"
import { type ErrorHandler, nearestHandler } from "./error-handler.ts"

/** An error that the client is not told about, or only by an id. */
export interface ErrorReport {
  /** `failure`: answered by a 500. `undeclared`: an HTTP error that no outcome declares. `teardown`: failed beside another error. */
  readonly kind: "failure" | "undeclared" | "teardown"
  readonly error: unknown
  /** The id that the client was given, for a failure. */
  readonly id: string | undefined
  readonly request: HttpRequest | undefined
}

export interface ErrorAnswering {
  readonly handlers: readonly ErrorHandler[]
  readonly report: (report: ErrorReport) => void
}

/**
 * Turns what was thrown into an answer: the endpoint's own `raises` first, then the app's handlers by class,
 * then HTTP errors with their status, and everything else as a 500 that tells the client nothing but an id.
 */
export function answerError(
  { handlers, report }: ErrorAnswering,
  error: unknown,
  request: HttpRequest,
  plan: Plan | undefined,
  declared: readonly DeclaredError[],
): Awaitable<HttpResponse> {
  if (error instanceof Error) {
    const mapping = declared.find(({ errors }) => errors.some((known) => error instanceof known))
    if (mapping) return declaredAnswer(mapping, error)
    const handler = nearestHandler(handlers, error)
    if (handler) return handled(handler, error, request, report)
  }
  if (error instanceof HttpError) {
    if (plan && !isDeclared(plan, error)) report({ kind: "undeclared", error, id: undefined, request })
    return httpErrorAnswer(error)
  }
  if (error instanceof Unavailable) {
    return errorResponse(new HttpError(503, "unavailable", error.message, { "retry-after": `${error.retryAfter}` }))
  }
  return failure(error, request, report)
}

function declaredAnswer(mapping: DeclaredError, error: Error): HttpResponse {
  const headers = error instanceof HttpError ? error.headers : {}
  return problemResponse({ status: mapping.status, code: errorCode(error), detail: error.message }, headers)
}

function httpErrorAnswer(error: HttpError): HttpResponse {
  if (!(error instanceof InvalidRequest)) return errorResponse(error)
  return errorResponse(error, { errors: error.faults })
}

async function handled(
  { answer }: ErrorHandler,
  error: Error,
  request: HttpRequest,
  report: ErrorAnswering["report"],
): Promise<HttpResponse> {
  try {
    return await answer(error, request)
  } catch (thrown) {
    return failure(thrown, request, report)
  }
}

function failure(error: unknown, request: HttpRequest, report: ErrorAnswering["report"]): HttpResponse {
  const id = randomUUID()
  report({ kind: "failure", error, id, request })
  return problemResponse({ status: requestCodes["internal-error"], code: "internal-error", extensions: { id } })
}

function isDeclared(plan: Plan, error: HttpError): boolean {
  return plan.errors.some(({ status }) => status === error.status)
}

/** Writes a report to the standard error stream. */
export function printReport({ kind, error, id, request }: ErrorReport): void {
  const where = request ? `${request.method} ${request.path}` : "no request"
  const what = { failure: `500 ${id}`, undeclared: "undeclared HTTP error", teardown: "teardown failed" }[kind]
  console.error(`[maru] ${what} in ${where}:`, error)
}
