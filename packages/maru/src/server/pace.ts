import { bodyTooLarge } from "../http/body-bytes.ts"
import { type HttpError, httpError } from "../http/http-error.ts"
import type { Limits } from "./settings.ts"
import type { Watch, Watched } from "./watch.ts"

type PaceLimits = Pick<Limits, "body" | "bodyTimeout" | "bodyRate">

/** Milliseconds that a body may make us wait after so many bytes: the time-out, and a second for each `bodyRate` bytes. */
export function allowance(limits: PaceLimits, received: number): number {
  return limits.bodyTimeout + (received / limits.bodyRate) * 1000
}

/** The error of a body that comes too slowly: 408, and the connection is closed. */
export function tooSlow(): HttpError {
  return httpError("request-timeout", "The body came too slowly.", { connection: "close" })
}

/**
 * The pieces of a body, with the server's limits on its size and its slowness. Only the time that we
 * wait counts, not the time that the application takes between pieces.
 *
 * @throws HttpError `content-too-large` (413), `request-timeout` (408); what the source throws
 */
export async function* paced<Piece extends Uint8Array>(
  source: AsyncIterable<Piece>,
  limits: PaceLimits,
): AsyncGenerator<Piece, void, undefined> {
  const pieces = source[Symbol.asyncIterator]()
  let received = 0
  let waited = 0
  try {
    for (;;) {
      const began = performance.now()
      const { done, value } = await within(pieces.next(), allowance(limits, received) - waited)
      if (done) return
      waited += performance.now() - began
      received += value.byteLength
      if (received > limits.body) throw bodyTooLarge(limits.body)
      yield value
    }
  } finally {
    // Not awaited: a source that never gives its next piece does not return either.
    pieces.return?.()?.catch(() => undefined)
  }
}

/** The value of a promise, if it comes in time. @throws HttpError `request-timeout` */
export function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooSlow()), Math.max(0, milliseconds))
    const settle = (done: () => void) => {
      clearTimeout(timer)
      done()
    }
    promise.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    )
  })
}

/**
 * What is made of the value of a promise, if that comes in time: one promise and no timer of its own.
 * @param wait.failure of a promise that rejects
 * @throws HttpError `request-timeout`, up to two looks late; what `as` throws
 */
export function withinWatch<T, R>(
  promise: Promise<T>,
  {
    watch,
    milliseconds,
    as,
    failure,
  }: {
    readonly watch: Watch
    readonly milliseconds: number
    readonly as: (value: T) => R
    readonly failure: () => Error
  },
): Promise<R> {
  return new Promise((resolve, reject) => {
    const waiting: Watched = { look: (waited) => waited > milliseconds && stop(tooSlow()) }
    function stop(error: Error): void {
      watch.delete(waiting)
      reject(error)
    }
    watch.add(waiting)
    const take = (value: T): void => {
      watch.delete(waiting)
      try {
        resolve(as(value))
      } catch (error) {
        reject(error as Error)
      }
    }
    promise.then(take, () => stop(failure()))
  })
}
