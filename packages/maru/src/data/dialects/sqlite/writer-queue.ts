import { DatabaseUnavailable } from "../../errors.ts"

export interface WriterQueueOptions {
  /** Most units of work that wait. */
  readonly limit: number
  /** Milliseconds that one of them may wait. */
  readonly wait: number
}

interface Waiter {
  readonly go: () => void
}

/**
 * SQLite has one writer. Within a process those who want to write wait here, first come, first served;
 * none of them is ever refused by a lock that another one holds.
 */
export class WriterQueue {
  readonly #options: WriterQueueOptions
  readonly #waiting: Set<Waiter> = new Set()
  #held = false

  constructor(options: WriterQueueOptions) {
    this.#options = options
  }

  get held(): boolean {
    return this.#held
  }

  /** Number of units of work that wait. */
  get length(): number {
    return this.#waiting.size
  }

  /**
   * Undefined if the turn came at once. Whoever got it has to `release`.
   * @throws DatabaseUnavailable when too many wait already, or the wait takes too long
   */
  acquire(signal?: AbortSignal): Promise<void> | undefined {
    if (!this.#held) {
      this.#held = true
      return undefined
    }
    const { limit, wait } = this.#options
    if (this.#waiting.size >= limit) {
      return Promise.reject(new DatabaseUnavailable(`${limit} units of work are already waiting to write.`))
    }
    return new Promise((resolve, reject) => {
      const leave = (error: unknown): void => {
        if (this.#waiting.delete(waiter)) settle(() => reject(error as Error))
      }
      const timer = setTimeout(() => leave(new DatabaseUnavailable(`Waited ${wait} ms for the turn to write.`)), wait)
      const aborted = (): void => leave(signal!.reason)
      const settle = (end: () => void): void => {
        clearTimeout(timer)
        signal?.removeEventListener("abort", aborted)
        end()
      }
      const waiter: Waiter = { go: () => settle(resolve) }
      signal?.addEventListener("abort", aborted)
      this.#waiting.add(waiter)
    })
  }

  /** Hands the turn to whoever has waited longest. */
  release(): void {
    const [next] = this.#waiting
    if (next) {
      this.#waiting.delete(next)
      next.go()
    } else this.#held = false
  }
}
