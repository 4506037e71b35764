import { requestCodes } from "../errors/codes.ts"
import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { HttpError } from "../http/http-error.ts"
import { isErrorStatus } from "../http/status.ts"
import type { DeclaredError } from "../provider/provider.ts"
import type { Fault } from "../schema/fault.ts"

/** The request's inputs do not fit (422); carries every fault at once. */
export class InvalidRequest extends HttpError {
  override readonly name = "InvalidRequest"
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 0 // the trace would only show the plan, and refusing must be cheap
    super(requestCodes["invalid-request"], "invalid-request", summary(faults.length))
    Error.stackTraceLimit = limit
    this.faults = faults
  }
}

function summary(count: number): string {
  return count === 1 ? "One input is not acceptable." : `${count} inputs are not acceptable.`
}

/** Which statuses an endpoint's errors get: the part of an endpoint that `raises` makes. */
export interface Raises extends DeclaredError {
  readonly kind: "raises"
}

type ErrorClass = abstract new (...args: never[]) => Error

/**
 * Declares that an endpoint or a provider may throw these errors and which status they get. The error
 * classes need no framework import: the message becomes the problem's `detail`, the class name in
 * kebab-case its `code`, or what the class says: `static readonly code = "post-gone"`. An endpoint's declaration comes
 * before those of its routers, the inner one's first, and these before its providers'; in one place, the nearest class
 * counts.
 *
 * @param status 400 to 599
 * @throws StartError `option-invalid` for another status
 * @example
 * raises(404, PostNotFound)
 */
export function raises(status: number, ...errors: readonly [ErrorClass, ...ErrorClass[]]): Raises {
  if (!isErrorStatus(status)) {
    const message = `raises(${status}, …): the status of an error is from 400 to 599.`
    throw new StartError("option-invalid", message, [callerSource(raises as never)])
  }
  return Object.freeze({ kind: "raises", status, errors })
}

/**
 * Throws an error of this class; reads well behind `??`.
 *
 * @param error class to construct
 * @param args what its constructor takes
 * @example
 * const user = (await User.byToken(db, token)) ?? fail(Unauthorized)
 */
export function fail<A extends readonly unknown[]>(error: new (...args: A) => Error, ...args: A): never {
  throw new error(...args)
}

/** The stable code of a thrown error: its own `code` if it is a string, else that of its class. */
export function errorCode(error: Error, status: number): string {
  const own = (error as { code?: unknown }).code
  return typeof own === "string" ? own : classCode(error.constructor as ErrorClass, status)
}

/**
 * The stable code of a class of errors: its static `code`, or that of its prototype, else its name in kebab-case. A
 * class without a name has the code `status-404` and the like.
 */
export function classCode(error: ErrorClass, status: number): string {
  const own = (error as { code?: unknown }).code ?? (error.prototype as { code?: unknown } | undefined)?.code
  return typeof own === "string" ? own : kebabCase(error.name) || `status-${status}`
}

/** `PostNotFound` → `post-not-found`, `userAgent` → `user-agent`. */
export function kebabCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .toLowerCase()
}
