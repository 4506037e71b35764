import { HttpError } from "../../http/http-error.ts"
import type { RateDecision } from "./algorithms.ts"

/** Somebody has asked more often than they may (429, `too-many-requests`). */
export class TooManyRequests extends HttpError {
  /** Code of all its instances, for the docs. */
  static readonly code: string = "too-many-requests"

  /** @param decision that says after which time it is worth another try */
  constructor({ retryAfter }: Pick<RateDecision, "retryAfter">) {
    const seconds = Math.max(1, Math.ceil(retryAfter / 1000))
    const detail = `Too many requests. Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`
    super(429, "too-many-requests", detail, { "retry-after": `${seconds}` })
  }
}
