const largestData = 65_536

/** What a request changes in the data of a session, until it is saved. */
export class SessionChanges {
  readonly #changed = new Map<string, string | undefined>()

  /** @throws TypeError for what is no JSON */
  set(name: string, value: unknown): void {
    const text = JSON.stringify(value) as string | undefined
    if (text === undefined && value !== undefined) {
      throw new TypeError(`"${name}" cannot be kept in a session: a ${typeof value} is no JSON.`)
    }
    this.#changed.set(name, text)
  }

  has(name: string): boolean {
    return this.#changed.has(name)
  }

  get(name: string): string | undefined {
    return this.#changed.get(name)
  }

  get size(): number {
    return this.#changed.size
  }

  clear(): void {
    this.#changed.clear()
  }

  /** Each changed value, undefined where it is taken away. */
  asRecord(): Record<string, string | undefined> {
    return Object.fromEntries(this.#changed)
  }

  /** What the data are after the changes. @throws RangeError for more than 64 KiB */
  applied(data: Readonly<Record<string, string>>): Record<string, string> {
    const all = Object.entries({ ...data, ...this.asRecord() }).filter(([, text]) => text !== undefined)
    const size = all.reduce((sum, [name, text]) => sum + name.length + text!.length, 0)
    if (size > largestData) {
      throw new RangeError(`A session holds at most ${largestData} characters; keep larger things where they belong.`)
    }
    return Object.fromEntries(all) as Record<string, string>
  }
}
