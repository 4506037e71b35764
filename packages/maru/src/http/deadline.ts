import { HttpError } from "./http-error.ts"
import type { HttpRequest } from "./message.ts"
import { RequestValue } from "./request-value.ts"
import { RequestWrapper } from "./request-wrapper.ts"

/** A request took longer than it may (503). The reason of its signal. */
export class DeadlinePassed extends HttpError {
  /** Code of all its instances, for the docs. */
  static readonly code: string = "deadline-passed"

  constructor() {
    super(503, "deadline-passed", "This took too long and was given up. Nothing of it was kept.", {
      "retry-after": "1",
    })
  }
}

/**
 * Until when a request has to be done. Either it passes first, and nothing of the request is kept; or the commit begins
 * first, and whoever waits waits for its result. Never both.
 */
export class Deadline {
  readonly #around: Deadline | undefined
  readonly #abort = new AbortController()
  #committing = false

  /** @param around a deadline of a layer outside, which has a word in the commit too */
  constructor(around: Deadline | undefined) {
    this.#around = around
  }

  /** Aborted with a DeadlinePassed. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** The time is over. @returns false where the commit has begun */
  pass(): boolean {
    if (this.#committing) return false
    this.#abort.abort(new DeadlinePassed())
    return true
  }

  /** The commit begins. @throws DeadlinePassed where it is too late */
  commit(): void {
    this.#around?.commit()
    this.#abort.signal.throwIfAborted()
    this.#committing = true
  }
}

/** The innermost deadline of each request that has one. */
export const deadlines: RequestValue<Deadline> = new RequestValue()

/**
 * To be called before what a request did is committed.
 * @throws DeadlinePassed
 */
export function beginCommit(request: HttpRequest): void {
  if (request instanceof RequestWrapper) deadlines.get(request)?.commit()
}
