import { encodeUtf8 } from "./utf8.ts"

/**
 * A web stream that asks an iterable for a piece only when its reader wants one.
 * `return` is called once if the reader leaves early, and not after the iterable has ended or thrown.
 */
export function toWebStream(source: AsyncIterable<Uint8Array | string>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(new IterableSource(source[Symbol.asyncIterator]()), { highWaterMark: 0 })
}

class IterableSource {
  readonly #iterator: AsyncIterator<Uint8Array | string>
  #ended = false

  constructor(iterator: AsyncIterator<Uint8Array | string>) {
    this.#iterator = iterator
  }

  async pull(controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>): Promise<void> {
    const bytes = await this.#next()
    if (bytes) controller.enqueue(bytes)
    else if (!this.#ended) {
      this.#ended = true
      controller.close()
    }
  }

  async cancel(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    await this.#iterator.return?.()
  }

  /** The next piece that is not empty (an empty one would end a chunked body), undefined at the end. */
  async #next(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      for (;;) {
        const { done, value } = await this.#iterator.next()
        if (done || this.#ended) return undefined
        const bytes = typeof value === "string" ? encodeUtf8(value) : (value as Uint8Array<ArrayBuffer>)
        if (bytes.byteLength > 0) return bytes
      }
    } catch (error) {
      this.#ended = true
      throw error
    }
  }
}
