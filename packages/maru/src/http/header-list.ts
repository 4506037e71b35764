import { knownStep, rememberStep } from "./header-steps.ts"

// A flat list beats a Map and the web's Headers here: answers have few headers, most of them known at
// start, and both runtimes can write a list as it is. `shared` lists are copied when first changed.

const tokenName = /^[!#$%&'*+\-.^_`|~0-9a-z]+$/
const unsafeValue = /[^\t\x20-\x7e\x80-\xff]/
const padded = /^[\t ]|[\t ]$/

// The names that nearly every answer uses skip the pattern and the conversion to lower case.
const commonNames: ReadonlySet<string> = new Set([
  "accept-ranges",
  "allow",
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-length",
  "content-type",
  "etag",
  "last-modified",
  "location",
  "set-cookie",
  "vary",
  "x-request-id",
])

/** Thrown for a header name or value that HTTP cannot carry (RFC 9110, section 5.5). */
export class InvalidHeader extends TypeError {
  override readonly name = "InvalidHeader"
}

/**
 * Response headers in order of arrival, names in lower case.
 *
 * A value may hold visible US-ASCII, spaces and tabs. Characters from U+0080 to U+00FF are allowed
 * too and leave as one byte each (`obs-text`), so that a proxy can hand on what it received; what
 * they mean is not defined. Anything beyond has no form in HTTP: percent-encode it, or use the
 * `filename*` form of RFC 8187.
 */
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

  /**
   * A list over constant headers that many answers share; the array is copied before the first change.
   * @param flat names in lower case and values in turn, already checked, never changed by its owner
   */
  static shared(flat: readonly string[]): HeaderList {
    return new HeaderList(flat as string[], true)
  }

  /** Names and values in turn. Not to be changed. */
  get flat(): readonly string[] {
    return this.#flat
  }

  /** Whether `flat` is still the constant array of many answers, so that what is made from it can be kept. */
  get isShared(): boolean {
    return this.#shared
  }

  /** The first value of this name. @param name in any case */
  get(name: string): string | undefined {
    const at = this.#indexOf(lowerCase(name))
    return at < 0 ? undefined : this.#flat[at + 1]
  }

  /** Every value of this name, in order. @param name in any case */
  getAll(name: string): string[] {
    const lower = lowerCase(name)
    const flat = this.#flat
    const values: string[] = []
    for (let i = 0; i < flat.length; i += 2) if (flat[i] === lower) values.push(flat[i + 1]!)
    return values
  }

  /** @param name in any case */
  has(name: string): boolean {
    return this.#indexOf(lowerCase(name)) >= 0
  }

  /** Replaces every header of this name; the first one keeps its place. @throws InvalidHeader */
  set(name: string, value: string): void {
    const shared = this.#shared ? this.#flat : undefined
    const next = shared && knownStep(shared, name, value)
    if (next) {
      this.#flat = next as string[]
      return
    }
    this.#replace(name, value)
    if (shared) this.#shared = rememberStep(shared, name, value, this.#flat)
  }

  #replace(name: string, value: string): void {
    const lower = checkedName(name)
    const checked = checkedValue(lower, value)
    const first = this.#indexOf(lower)
    const flat = this.#own()
    if (first < 0) flat.push(lower, checked)
    else {
      flat[first + 1] = checked
      this.#drop(lower, first + 2)
    }
  }

  /** Adds a header beside those of the same name. @throws InvalidHeader */
  append(name: string, value: string): void {
    const lower = checkedName(name)
    const checked = checkedValue(lower, value)
    this.#own().push(lower, checked)
  }

  /** Removes every header of this name. @param name in any case */
  delete(name: string): void {
    const lower = lowerCase(name)
    const first = this.#indexOf(lower)
    if (first < 0) return
    this.#own()
    this.#drop(lower, first)
  }

  /** Adds constant headers that this list has not. A shared list stays shared. */
  fill(defaults: { behind(list: HeaderList): readonly string[] }): void {
    this.#flat = defaults.behind(this) as string[]
  }

  *[Symbol.iterator](): Generator<readonly [string, string]> {
    const flat = this.#flat
    for (let i = 0; i < flat.length; i += 2) yield [flat[i]!, flat[i + 1]!]
  }

  #indexOf(lower: string): number {
    const flat = this.#flat
    for (let i = 0; i < flat.length; i += 2) if (flat[i] === lower) return i
    return -1
  }

  /** Closes the gaps of a name from an index on, in one pass over an array of our own. */
  #drop(lower: string, from: number): void {
    const flat = this.#flat
    let kept = from
    for (let i = from; i < flat.length; i += 2) {
      if (flat[i] === lower) continue
      flat[kept] = flat[i]!
      flat[kept + 1] = flat[i + 1]!
      kept += 2
    }
    flat.length = kept
  }

  #own(): string[] {
    if (this.#shared) {
      this.#flat = [...this.#flat]
      this.#shared = false
    }
    return this.#flat
  }
}

function lowerCase(name: string): string {
  return commonNames.has(name) ? name : name.toLowerCase()
}

function checkedName(name: string): string {
  if (commonNames.has(name)) return name
  const lower = name.toLowerCase()
  if (!tokenName.test(lower)) throw new InvalidHeader(`Invalid header name ${JSON.stringify(name)}`)
  return lower
}

/** Whitespace around a value is no part of it (RFC 9110, section 5.5), so it is not sent. */
function checkedValue(name: string, value: string): string {
  if (unsafeValue.test(value)) throw new InvalidHeader(invalidValue(name, value))
  return padded.test(value) ? withoutPadding(value) : value
}

// String.trim would also take a no-break space, and a pattern for the end takes quadratic time.
function withoutPadding(value: string): string {
  let start = 0
  let end = value.length
  while (start < end && isBlank(value.charCodeAt(start))) start++
  while (end > start && isBlank(value.charCodeAt(end - 1))) end--
  return value.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

function invalidValue(name: string, value: string): string {
  const code = value.charCodeAt(value.search(unsafeValue))
  const shown = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`
  const advice = code > 0xff ? "; percent-encode text beyond Latin-1, for example with encodeURIComponent" : ""
  return `The value of header "${name}" has the character ${shown}, which HTTP forbids${advice}`
}
