/**
 * Pulls a source of values and turns them into text, and says something itself where the source keeps a
 * reader waiting: proxies close silent connections, and a write is how a lost client is noticed.
 *
 * Written out as an iterator because a generator's `return` waits for the value it is waiting for, and
 * a reader that leaves must be let go at once. `return` is called on the source once, as soon as the
 * reader leaves; it is awaited only where the source is not in the middle of a value. A source that may
 * wait for ever should also listen to the request's signal.
 */
export class Heartbeat<T> implements AsyncIterableIterator<string> {
  readonly #source: AsyncIterator<T> | Iterator<T>
  readonly #write: (value: T) => string
  readonly #beat: string
  readonly #interval: number
  #pulling = false
  #arrived: (() => IteratorResult<T>) | undefined
  #wake: (() => void) | undefined
  #ended = false

  /**
   * @param write text of one value
   * @param beat text that means nothing to the reader
   * @param interval milliseconds of silence before a beat; 0 for none
   */
  constructor(source: AsyncIterable<T> | Iterable<T>, write: (value: T) => string, beat: string, interval: number) {
    this.#source = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
    this.#write = write
    this.#beat = beat
    this.#interval = interval
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async next(): Promise<IteratorResult<string, undefined>> {
    if (this.#ended) return finished
    if (!this.#arrived) {
      if (!this.#pulling) void this.#pull()
      if (!this.#arrived) await this.#silence()
      if (this.#ended) return finished
    }
    const arrived = this.#arrived
    if (!arrived) return { done: false, value: this.#beat }
    this.#arrived = undefined
    return this.#deliver(arrived)
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    if (this.#ended) return finished
    this.#ended = true
    this.#wake?.()
    await this.#leaveSource()
    return finished
  }

  async #deliver(arrived: () => IteratorResult<T>): Promise<IteratorResult<string, undefined>> {
    let result: IteratorResult<T> | undefined
    try {
      result = arrived()
      if (!result.done) return { done: false, value: this.#write(result.value) }
      this.#ended = true
      return finished
    } catch (error) {
      this.#ended = true
      // A source that threw has ended by itself; one whose value could not be written has not.
      if (result) await this.#leaveSource()
      throw error
    }
  }

  async #pull(): Promise<void> {
    this.#pulling = true
    try {
      const result = await this.#source.next()
      this.#arrived = () => result
    } catch (error) {
      this.#arrived = () => {
        throw error
      }
    }
    this.#pulling = false
    this.#wake?.()
  }

  /** Waits for a value, the end of the interval, or the reader's leave. */
  #silence(): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#interval > 0 ? setTimeout(resolve, this.#interval) : undefined
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async #leaveSource(): Promise<void> {
    const left = (async () => this.#source.return?.())()
    if (this.#pulling) left.catch(() => undefined)
    else await left
  }
}

const finished: IteratorResult<never, undefined> = Object.freeze({ done: true, value: undefined })
