import type { Awaitable, HttpRequest, HttpResponse } from "../http/message.ts"

/** Answers errors of a class that no endpoint declares. */
export interface ErrorHandler {
  readonly kind: "error-handler"
  readonly error: abstract new (...args: never[]) => Error
  readonly answer: (error: Error, request: HttpRequest) => Awaitable<HttpResponse>
}

/**
 * Answers all errors of a class, and of those derived from it, that an endpoint does not declare by `raises`.
 * The handler for the nearest class wins.
 *
 * @param error class of the errors
 * @param answer makes the answer; `problem(...)` writes one as problem+json
 * @example
 * onError(PaymentFailed, (error) => problem({ status: 402, code: "payment-failed", detail: error.message }))
 */
export function onError<E extends Error>(
  error: abstract new (...args: never[]) => E,
  answer: (error: E, request: HttpRequest) => Awaitable<HttpResponse>,
): ErrorHandler {
  return Object.freeze({ kind: "error-handler", error, answer: answer as ErrorHandler["answer"] })
}

/** What stands beside the class nearest to the error's own; of one class, the first. */
export function nearestClass<T>(
  classes: Iterable<readonly [error: ErrorHandler["error"], value: T]>,
  error: Error,
): T | undefined {
  let nearest: readonly [ErrorHandler["error"], T] | undefined
  for (const entry of classes) {
    if (!(error instanceof entry[0])) continue
    if (!nearest || entry[0].prototype instanceof nearest[0]) nearest = entry
  }
  return nearest?.[1]
}
