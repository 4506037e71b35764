import { DatabaseUnavailable } from "../../../errors.ts"

/** Milliseconds that the server has to keep the limit of time itself. */
const grace = 500
/** The longest time that a timer takes. */
export const unlimited: number = 2 ** 31 - 1
/** Milliseconds that a statement may go on after it was told to stop. */
const patience = 2000

/** What a guard needs of a connection. */
export interface Guarded {
  /** Asks the server to stop the statement under way. */
  interrupt(): Promise<void>
  destroy(): void
}

/**
 * Watches one statement. It stops when its signal aborts or its time is over: first the server is asked
 * to end it; a connection that does not give way is given up.
 */
export class Guard {
  /** Why the statement was stopped, undefined where it was not. */
  stopped: { readonly reason: unknown } | undefined
  /** Settles when the server has been asked. */
  asked: Promise<void> | undefined
  readonly #connection: Guarded
  readonly #signal: AbortSignal | undefined
  readonly #aborted = (): void => this.#stop(this.#signal!.reason)
  #timer: NodeJS.Timeout

  /** @param limit milliseconds */
  constructor(connection: Guarded, signal: AbortSignal | undefined, limit: number) {
    this.#connection = connection
    this.#signal = signal
    const late = (): void => this.#stop(new DatabaseUnavailable(`A statement took more than ${limit} ms.`))
    this.#timer = setTimeout(late, Math.min(limit + grace, unlimited))
    signal?.addEventListener("abort", this.#aborted)
  }

  /** The statement has ended. */
  end(): void {
    clearTimeout(this.#timer)
    this.#signal?.removeEventListener("abort", this.#aborted)
  }

  #stop(reason: unknown): void {
    if (this.stopped) return
    this.stopped = { reason }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#connection.destroy(), patience)
    this.asked = this.#connection.interrupt().catch(() => this.#connection.destroy())
  }
}
