import type { Row } from "../../../engine.ts"
import type { Command, Driver } from "./driver.ts"

/**
 * The rows of one statement in parts. Only one part is collected ahead of whoever reads: then the
 * connection is not read any more, and the server waits.
 */
export class RowParts {
  /** Whether every row has been read. */
  complete = false
  readonly #driver: Driver
  readonly #size: number
  #part: Row[] = []
  #ended = false
  #error: unknown
  #wake: (() => void) | undefined

  constructor(driver: Driver, command: Command, size: number) {
    this.#driver = driver
    this.#size = size
    driver
      .execute(command)
      .on("result", (row) => this.#add(row))
      .on("error", (error) => this.fail(error))
      .on("end", () => this.#end())
  }

  /** @throws what the driver says */
  async *all(): AsyncGenerator<Row[]> {
    while (await this.#filled()) {
      const part = this.#part
      this.#part = []
      yield part
    }
    this.complete = true
  }

  /** Whether there is another part. An error counts, however many rows came before it. */
  async #filled(): Promise<boolean> {
    if (!this.#ended) this.#driver.resume()
    if (!this.#ended && this.#part.length < this.#size) await new Promise<void>((wake) => (this.#wake = wake))
    if (this.#error !== undefined) throw this.#error
    return this.#part.length > 0
  }

  /** Ends it with an error. */
  fail(error: unknown): void {
    this.#error ??= error
    this.#end()
  }

  #add(row: Row): void {
    this.#part.push(row)
    if (this.#part.length < this.#size) return
    this.#driver.pause()
    this.#wake?.()
  }

  #end(): void {
    this.#ended = true
    this.#wake?.()
  }
}
