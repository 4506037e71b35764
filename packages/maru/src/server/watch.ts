// Why: a server waits for many things that nearly always come at once, a body above all, and a timer made and
// cleared for each costs more than the wait. Here one timer looks at all that still wait; it runs only while
// there are some. Gain measured in decisions/0022-speed-of-requests.md. What is overdue is found up to two looks late.

/** Something that may take too long. */
export interface Watched {
  /** @param waited milliseconds since the first look after it was added */
  look(waited: number): void
}

/** One timer for many waits. */
export class Watch {
  readonly #every: number
  readonly #since = new Map<Watched, number>()
  #timer: ReturnType<typeof setInterval> | undefined

  /** @param shortest of the waits, in milliseconds; looks are an eighth of it apart, and a second at most */
  constructor(shortest: number) {
    this.#every = Math.max(20, Math.min(1000, shortest / 8))
  }

  add(watched: Watched): void {
    this.#since.set(watched, unseen)
    this.#timer ??= setInterval(() => this.#look(), this.#every).unref()
  }

  delete(watched: Watched): void {
    this.#since.delete(watched)
  }

  #look(): void {
    if (this.#since.size === 0) {
      clearInterval(this.#timer)
      this.#timer = undefined
      return
    }
    const now = performance.now()
    for (const [watched, since] of this.#since) {
      if (since === unseen) this.#since.set(watched, now)
      else watched.look(now - since)
    }
  }
}

const unseen = -1
