import { AsyncLocalStorage } from "node:async_hooks"

/** What a lifecycle does in its turns. */
export interface Turns {
  /** Makes everything ready. Where it fails, it undoes what it has done. */
  readonly open: () => Promise<void>
  /** Undoes it all. Never rejects. */
  readonly shut: () => Promise<void>
  /** Told when what was opened is in use, and when it no longer is. */
  readonly onChange: (ready: boolean) => void
}

/** Opening and shutting, one after the other however they are called: never two at a time, never one within the other. */
export class Lifecycle {
  readonly #turns: Turns
  #started: Promise<void> | undefined
  #ready = false
  #closed: Promise<void> = Promise.resolve()
  /** Tells calls that come from what is being opened; they would wait for themselves. */
  readonly #opening = new AsyncLocalStorage<Promise<void>>()

  constructor(turns: Turns) {
    this.#turns = turns
  }

  /**
   * Opens once, behind a shutting that is still going on. One that failed may be tried again.
   * @throws Error where what is being opened asks for it
   */
  start(): Promise<void> {
    if (this.#started) return this.#isOpening() ? Promise.reject(new Error(waitsForItself)) : this.#started
    const started: Promise<void> = this.#closed.then(() => this.#opening.run(started, () => this.#turns.open()))
    this.#started = started
    started.then(
      () => this.#settle(started, true),
      () => this.#settle(started, false),
    )
    return started
  }

  /** Shuts what is open, behind an opening that is still going on. */
  close(): Promise<void> {
    const started = this.#started
    if (!started) return this.#closed
    this.#started = undefined
    this.#ready = false
    this.#turns.onChange(false)
    this.#closed = started.then(
      () => this.#turns.shut(),
      () => undefined,
    )
    return this.#closed
  }

  #isOpening(): boolean {
    return !this.#ready && this.#opening.getStore() === this.#started
  }

  #settle(started: Promise<void>, opened: boolean): void {
    if (this.#started !== started) return
    this.#ready = opened
    if (opened) this.#turns.onChange(true)
    else this.#started = undefined
  }
}

const waitsForItself =
  "The application is used by what it starts with, such as a lifespan, and would wait for itself. Use it once it has started."
