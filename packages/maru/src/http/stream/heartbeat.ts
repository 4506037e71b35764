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
  /** A value, or the source's failure, that nobody has asked for yet. */
  #arrived: Arrival<T> | undefined
  /** The reader that is being kept waiting, and since when. */
  #reader: Reader | undefined
  #since = 0
  #timer: ReturnType<typeof setTimeout> | undefined
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

  next(): Promise<IteratorResult<string, undefined>> {
    if (this.#ended) return Promise.resolve(finished)
    if (!this.#arrived && !this.#pulling) this.#pull()
    const arrived = this.#arrived
    if (arrived) {
      this.#arrived = undefined
      return new Promise((resolve, reject) => this.#deliver(arrived, { resolve, reject }))
    }
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject }
      if (this.#interval > 0) this.#wait()
    })
  }

  async return(): Promise<IteratorResult<string, undefined>> {
    if (this.#ended) return finished
    this.#end()
    this.#takeReader()?.resolve(finished)
    await this.#leaveSource()
    return finished
  }

  #pull(): void {
    this.#pulling = true
    let result: IteratorResult<T> | Promise<IteratorResult<T>>
    try {
      result = this.#source.next()
    } catch (error) {
      this.#arrive({ error })
      return
    }
    if (result instanceof Promise) result.then(this.#came, this.#failed)
    else if ("then" in result) Promise.resolve(result as PromiseLike<IteratorResult<T>>).then(this.#came, this.#failed)
    else this.#arrive({ result })
  }

  readonly #came = (result: IteratorResult<T>): void => this.#arrive({ result })
  readonly #failed = (error: unknown): void => this.#arrive({ error })

  #arrive(arrival: Arrival<T>): void {
    this.#pulling = false
    const reader = this.#takeReader()
    if (reader) this.#deliver(arrival, reader)
    else this.#arrived = arrival
  }

  #deliver(arrival: Arrival<T>, reader: Reader): void {
    const { result } = arrival
    if (!result) {
      this.#end()
      reader.reject(arrival.error)
      return
    }
    if (result.done) {
      this.#end()
      reader.resolve(finished)
      return
    }
    let text: string
    try {
      text = this.#write(result.value)
    } catch (error) {
      // A source that threw has ended by itself; one whose value could not be written has not.
      this.#end()
      const refuse = (): void => reader.reject(error)
      this.#leaveSource().then(refuse, reader.reject)
      return
    }
    reader.resolve({ done: false, value: text })
  }

  #takeReader(): Reader | undefined {
    const reader = this.#reader
    this.#reader = undefined
    return reader
  }

  /** One timer goes on from value to value: one made and cleared for each costs more than the value itself. */
  #wait(): void {
    this.#since = performance.now()
    this.#timer ??= setTimeout(this.#look, this.#interval)
  }

  readonly #look = (): void => {
    this.#timer = undefined
    if (!this.#reader) return
    const left = this.#since + this.#interval - performance.now()
    // Timers may come a fraction of a millisecond early.
    if (left >= 1) this.#timer = setTimeout(this.#look, left)
    else this.#takeReader()!.resolve({ done: false, value: this.#beat })
  }

  #end(): void {
    this.#ended = true
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #leaveSource(): Promise<void> {
    const left = (async () => this.#source.return?.())()
    if (this.#pulling) left.catch(() => undefined)
    else await left
  }
}

/** What the source gave last: a result, or its failure. */
interface Arrival<T> {
  readonly result?: IteratorResult<T>
  readonly error?: unknown
}

interface Reader {
  resolve(result: IteratorResult<string, undefined>): void
  reject(error: unknown): void
}

const finished: IteratorResult<never, undefined> = Object.freeze({ done: true, value: undefined })
