import { InvalidRequest, errorCode } from "../endpoint/errors.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import { requestCodes } from "../errors/codes.ts"
import { Unavailable } from "../errors/unavailable.ts"
import { HttpError } from "../http/http-error.ts"
import type { Awaitable, HttpRequest, HttpResponse } from "../http/message.ts"
import { errorResponse, problemResponse } from "../http/problem.ts"
import { requestIds } from "../http/request-id.ts"
import { HeaderList } from "../http/header-list.ts"
import type { DeclaredErrors } from "../endpoint/placement.ts"
import { type ErrorHandler, nearestClass } from "./error-handler.ts"

/** An error that the client is not told about, or only by an id. */
export interface ErrorReport {
  /**
   * `failure`: answered by a 500. `undeclared`: an HTTP error that no outcome declares. `teardown`: failed beside another
   * error. `background`: failed outside requests, such as a handler of an event. `warning`: something dangerous that the
   * application declares, told at its start.
   */
  readonly kind: "failure" | "undeclared" | "teardown" | "background" | "warning"
  readonly error: unknown
  /** The id that the client was given, for a failure. */
  readonly id: string | undefined
  readonly request: HttpRequest | undefined
}

export interface ErrorAnswering {
  readonly handlers: readonly ErrorHandler[]
  /** Never throws. */
  readonly report: (report: ErrorReport) => void
}

/** Answers what was thrown. Never throws or rejects, whatever the error is made of. */
export type AnswerError = (error: unknown, request: HttpRequest) => Awaitable<HttpResponse>

/** What is known at start of the errors that one endpoint may meet. */
interface Known {
  /** Classes with their statuses by who declares them, the nearest first. */
  readonly levels: readonly (readonly (readonly [error: ErrorHandler["error"], status: number])[])[]
  readonly handlers: readonly (readonly [error: ErrorHandler["error"], handler: ErrorHandler])[]
  /** Statuses that the plan shows; undefined outside of endpoints. */
  readonly statuses: ReadonlySet<number> | undefined
  readonly report: ErrorAnswering["report"]
}

/**
 * Makes what turns errors into answers: declared errors first, the nearest declaration before others; then the app's
 * handlers by class, then HTTP errors with their status, and everything else as a 500 that tells the client nothing
 * but an id. Done once for each endpoint, when the application starts.
 *
 * @param plan of the endpoint below which errors are thrown; undefined outside of endpoints
 */
export function errorAnswering(
  { handlers, report }: ErrorAnswering,
  plan: Plan | undefined,
  declared: DeclaredErrors,
): AnswerError {
  const known: Known = {
    levels: declared.map((level) =>
      level.flatMap(({ errors, status }) => errors.map((each) => [each, status] as const)),
    ),
    handlers: handlers.map((each) => [each.error, each] as const),
    statuses: plan && new Set(plan.errors.map(({ status }) => status)),
    report,
  }
  return (error, request) => {
    try {
      return answerThrown(known, error, request)
    } catch (reason) {
      const message =
        "An error cannot be answered as it should be: the first error here is the reason, the second the error."
      return failure(new AggregateError([reason, error], message), request, report)
    }
  }
}

function answerThrown(known: Known, error: unknown, request: HttpRequest): Awaitable<HttpResponse> {
  const { report } = known
  if (error instanceof Error) {
    const status = declaredStatus(known, error)
    if (status !== undefined) return declaredAnswer(status, error)
    const handler = nearestClass(known.handlers, error)
    if (handler) return handled(handler, error, request, report)
  }
  if (error instanceof HttpError) {
    if (known.statuses?.has(error.status) === false) report({ kind: "undeclared", error, id: undefined, request })
    return httpErrorAnswer(error)
  }
  if (error instanceof Unavailable) {
    return errorResponse(new HttpError(503, "unavailable", error.message, { "retry-after": `${error.retryAfter}` }))
  }
  if (isLeft(error, request)) return errorResponse(new HttpError(499, "client-gone", "The client left."))
  return failure(error, request, report)
}

/** Whether work was ended because nobody waits for it any more: no failure, and nobody reads the answer. */
function isLeft(error: unknown, request: HttpRequest): boolean {
  return error instanceof Error && request.signal.aborted && request.signal.reason === error
}

/** The status that the nearest declaration gives an error, and there the nearest class. */
function declaredStatus({ levels }: Known, error: Error): number | undefined {
  for (const level of levels) {
    const status = nearestClass(level, error)
    if (status !== undefined) return status
  }
  return undefined
}

function declaredAnswer(status: number, error: Error): HttpResponse {
  const headers = error instanceof HttpError ? error.headers : {}
  const extensions = faultsOf(error)
  return problemResponse({ status, code: errorCode(error, status), detail: error.message, extensions }, headers)
}

function httpErrorAnswer(error: HttpError): HttpResponse {
  return errorResponse(error, faultsOf(error))
}

function faultsOf(error: Error): Readonly<Record<string, unknown>> | undefined {
  return error instanceof InvalidRequest ? { errors: error.faults } : undefined
}

async function handled(
  { answer, error: handledClass }: ErrorHandler,
  error: Error,
  request: HttpRequest,
  report: ErrorAnswering["report"],
): Promise<HttpResponse> {
  try {
    const response = await answer(error, request)
    if (response?.headers instanceof HeaderList) return response
    throw new TypeError(`onError(${handledClass.name}) gave no answer. Return one, such as problem(…).`, {
      cause: error,
    })
  } catch (thrown) {
    return failure(thrown, request, report)
  }
}

/** The answer to what nobody expected: a 500 with nothing but an id, under which it is reported. */
export function failure(error: unknown, request: HttpRequest, report: ErrorAnswering["report"]): HttpResponse {
  const id = requestIds.get(request) ?? crypto.randomUUID()
  report({ kind: "failure", error, id, request })
  return problemResponse({ status: requestCodes["internal-error"], code: "internal-error", extensions: { id } })
}

/** A report that never throws: where it fails itself, what it was told and why it failed are printed. */
export function safeReport(report: (report: ErrorReport) => unknown): ErrorAnswering["report"] {
  const failed = (told: ErrorReport) => (error: unknown) => {
    printReport(told)
    printReport({ kind: "report", error, id: undefined, request: told.request })
  }
  return (told) => {
    try {
      const result = report(told)
      if (result instanceof Promise) result.catch(failed(told))
    } catch (error) {
      failed(told)(error)
    }
  }
}

const words = {
  failure: "answered by a 500",
  undeclared: "undeclared HTTP error",
  teardown: "teardown failed",
  background: "work in the background failed",
  warning: "warning",
  report: "the application's report failed",
}

/** Writes a report to the standard error stream. */
export function printReport({
  kind,
  error,
  id,
  request,
}: Omit<ErrorReport, "kind"> & { readonly kind: keyof typeof words }): void {
  const head = `[maru] ${words[kind]}${id ? ` ${id}` : ""} in ${request ? `${request.method} ${request.path}` : "no request"}:`
  try {
    console.error(head, error)
  } catch {
    console.error(head, "an error that cannot be printed")
  }
}
