// A flat list beats a Map and the web's Headers here: answers have few headers, most of them known at
// start, and both runtimes can write a list as it is. `shared` lists are copied when first changed.

const tokenName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
const unsafeValue = /[^\t\x20-\x7e\x80-\xff]/

/** Thrown for a header name or value that HTTP cannot carry (RFC 9110, section 5.5). */
export class InvalidHeader extends TypeError {
  override readonly name = "InvalidHeader"
}

/** Response headers in order of arrival, names in lower case. */
export class HeaderList {
  #flat: string[]
  #shared: boolean

  private constructor(flat: string[], shared: boolean) {
    this.#flat = flat
    this.#shared = shared
  }

  /** A list of its own. @throws InvalidHeader for names or values with CR, LF, NUL or other forbidden bytes */
  static from(entries: Iterable<readonly [string, string]> = []): HeaderList {
    const list = new HeaderList([], false)
    for (const [name, value] of entries) list.append(name, value)
    return list
  }

  /** A list over constant headers that many answers share. @param flat checked names and values in turn */
  static shared(flat: readonly string[]): HeaderList {
    return new HeaderList(flat as string[], true)
  }

  /** Names and values in turn. Not to be changed. */
  get flat(): readonly string[] {
    return this.#flat
  }

  get(name: string): string | undefined {
    const flat = this.#flat
    for (let i = 0; i < flat.length; i += 2) if (flat[i] === name) return flat[i + 1]
    return undefined
  }

  has(name: string): boolean {
    return this.get(name) !== undefined
  }

  /** Replaces every header of this name. @throws InvalidHeader */
  set(name: string, value: string): void {
    this.delete(name)
    this.append(name, value)
  }

  /** Adds a header beside those of the same name. @throws InvalidHeader */
  append(name: string, value: string): void {
    const lower = name.toLowerCase()
    if (!tokenName.test(lower)) throw new InvalidHeader(`Invalid header name ${JSON.stringify(name)}`)
    if (unsafeValue.test(value)) throw new InvalidHeader(`The value of header "${lower}" has characters that HTTP forbids`)
    this.#own().push(lower, value)
  }

  delete(name: string): void {
    if (!this.has(name.toLowerCase())) return
    const lower = name.toLowerCase()
    const kept: string[] = []
    const flat = this.#flat
    for (let i = 0; i < flat.length; i += 2) if (flat[i] !== lower) kept.push(flat[i]!, flat[i + 1]!)
    this.#flat = kept
    this.#shared = false
  }

  *[Symbol.iterator](): Generator<readonly [string, string]> {
    const flat = this.#flat
    for (let i = 0; i < flat.length; i += 2) yield [flat[i]!, flat[i + 1]!]
  }

  #own(): string[] {
    if (this.#shared) {
      this.#flat = [...this.#flat]
      this.#shared = false
    }
    return this.#flat
  }
}
