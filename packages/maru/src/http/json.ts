import { HttpError } from "./http-error.ts"
import { findJsonFault } from "./json-fault.ts"

export interface JsonOptions {
  /** How deep arrays and objects may be nested. Default 128. */
  readonly depth?: number
}

/** A place in a text, counted in UTF-16 units. */
export interface TextPlace {
  readonly offset: number
  /** From 1. */
  readonly line: number
  /** From 1. */
  readonly column: number
}

/** A body that is not the JSON that is accepted (400, `invalid-json`). It names the place and never quotes the body. */
export class InvalidJson extends HttpError {
  /** Undefined where the fault is the whole text. */
  readonly place: TextPlace | undefined

  constructor(problem: string, place?: TextPlace) {
    const at = place ? ` at line ${place.line}, column ${place.column} (offset ${place.offset})` : ""
    super(400, "invalid-json", `${problem}${at}.`)
    this.place = place
  }
}

const defaultDepth = 128

/**
 * The value of a JSON text (RFC 8259).
 *
 * Of a repeated key the last value counts. Numbers are doubles: integers beyond 2^53 lose digits (send
 * them as strings), and what exceeds a double becomes Infinity, which no schema accepts as a number.
 * The keys `__proto__` and, above a `prototype`, `constructor` are refused, escaped or not: no data
 * needs them, and merging such a value into another object would change every object's prototype.
 * A byte order mark is dropped where bytes are decoded; in a text it is a fault.
 *
 * @throws InvalidJson for an empty text, a syntax error, a refused key or nesting beyond the limit
 */
export function parseJson(text: string, options: JsonOptions = {}): unknown {
  const depth = options.depth ?? defaultDepth
  if (text.length > depth && mayNestDeeper(text, depth)) refuseDepth(text, depth)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw syntaxError(text)
  }
  if (mayHoldRefusedKey(text)) refuseKeys(value)
  return value
}

function syntaxError(text: string): InvalidJson {
  if (/^[\t\n\r ]*$/.test(text)) return new InvalidJson("The body is empty where JSON was expected")
  const fault = findJsonFault(text)
  if (!fault) return new InvalidJson("The body is not valid JSON")
  return new InvalidJson(`The body is not valid JSON: ${fault.expected} was expected`, placeOf(text, fault.offset))
}

function placeOf(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset)
  return { offset, line: before.split("\n").length, column: offset - before.lastIndexOf("\n") }
}

/** Counts opening brackets by native search, those in strings included: few of them cannot nest deep. */
function mayNestDeeper(text: string, depth: number): boolean {
  return countUpTo(text, "{", countUpTo(text, "[", 0, depth), depth) > depth
}

function countUpTo(text: string, character: string, start: number, limit: number): number {
  let count = start
  for (let at = text.indexOf(character); at >= 0 && count <= limit; at = text.indexOf(character, at + 1)) count++
  return count
}

/** The one full scan, only for texts with more brackets than levels allowed. */
function refuseDepth(text: string, depth: number): void {
  let level = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (inString) {
      if (code === 0x5c) at++
      else if (code === 0x22) inString = false
    } else if (code === 0x22) inString = true
    // In ASCII this bit is all that "[" and "{", and "]" and "}", differ in.
    else if ((code | 0x20) === 0x7b) {
      if (++level > depth) throw new InvalidJson(`The body is nested deeper than ${depth} levels`, placeOf(text, at))
    } else if ((code | 0x20) === 0x7d) level--
  }
}

/** Whether the text can have a refused key at all, plain or with `\u00xx` escapes. */
function mayHoldRefusedKey(text: string): boolean {
  return text.includes("__proto__") || text.includes("prototype") || text.includes("\\u00")
}

/** Goes through a parsed value, whose depth is bounded by then. */
function refuseKeys(value: unknown): void {
  if (typeof value !== "object" || value === null) return
  if (Array.isArray(value)) return value.forEach(refuseKeys)
  for (const [key, member] of Object.entries(value)) {
    if (isRefused(key, member)) throw new InvalidJson(`The body has the key "${key}", which is not accepted`)
    refuseKeys(member)
  }
}

function isRefused(key: string, member: unknown): boolean {
  if (key === "__proto__") return true
  return key === "constructor" && typeof member === "object" && member !== null && Object.hasOwn(member, "prototype")
}
