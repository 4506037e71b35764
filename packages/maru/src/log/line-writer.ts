/** Where text goes in the end. */
export interface LineTarget {
  /** Writes all of it before it returns; never throws. */
  write(text: string): void
  close(): void
}

const largestPending = 65_536

// One listener for all, which a process that ends by itself, by process.exit or by an error still calls.
const open = new Set<LineWriter>()
process.on("exit", () => {
  for (const writer of open) writer.flush()
})

/**
 * Gathers lines for some milliseconds and writes them together, because a system call costs ten times what a line does.
 * Nothing is lost when the process exits; a signal that kills it outright can take those milliseconds along.
 */
export class LineWriter {
  readonly #target: LineTarget
  readonly #delay: number
  #pending = ""
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #flush: () => void = () => this.flush()

  /** @param delay milliseconds; 0 writes every line at once */
  constructor(target: LineTarget, delay: number) {
    this.#target = target
    this.#delay = delay
    open.add(this)
  }

  /** @param urgent whether it is written at once, as what a crash may follow */
  write(line: string, urgent: boolean): void {
    this.#pending += line
    if (urgent || this.#delay === 0 || this.#pending.length > largestPending) this.flush()
    else this.#timer ??= setTimeout(this.#flush, this.#delay).unref()
  }

  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const text = this.#pending
    this.#pending = ""
    if (text !== "") this.#target.write(text)
  }

  close(): void {
    this.flush()
    open.delete(this)
    this.#target.close()
  }
}
