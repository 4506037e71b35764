import { httpError } from "./http-error.ts"
import { decodePercent } from "./target.ts"

/** Text under a name: undefined when absent, a list when the name is repeated. */
export type TextValue = string | string[] | undefined

/** Most pairs that a query or form may have before it is refused. */
export const maxPairs = 1000

/** Values of the wanted names, in the order in which the names were given. */
export type QueryReader = (search: string) => TextValue[]

/**
 * Makes a reader of the wanted names of a query, once at start. Reading is one pass; names that nobody
 * wants are skipped, but a fault of encoding is a fault wherever it stands.
 *
 * The reader throws HttpError `invalid-encoding` (400) for bad percent-encoding or bytes that are not
 * UTF-8, and `bad-request` (400) for more than `limit` pairs.
 * @param limit pairs
 */
export function queryReader(names: readonly string[], limit: number = maxPairs): QueryReader {
  const places = new Map(names.map((name, place) => [name, place]))
  return (search) => {
    const values: TextValue[] = names.map(() => undefined)
    if (search === "") return values
    eachPair(search, "query", limit, (name, value) => {
      const place = places.get(name)
      if (place !== undefined) values[place] = withValue(values[place], value)
    })
    return values
  }
}

/**
 * All pairs of a query, or those of the wanted names.
 * @param search without the "?"
 * @throws HttpError as a query reader does
 */
export function parseQuery(search: string, wanted?: readonly string[]): Map<string, string | string[]> {
  const values = new Map<string, string | string[]>()
  eachPair(search, "query", maxPairs, (name, value) => {
    if (!wanted || wanted.includes(name)) values.set(name, withValue(values.get(name), value))
  })
  return values
}

/** A value beside the earlier ones of its name. */
export function withValue(earlier: TextValue, value: string): string | string[] {
  if (earlier === undefined) return value
  if (typeof earlier === "string") return [earlier, value]
  earlier.push(value)
  return earlier
}

/**
 * Visits the pairs of an application/x-www-form-urlencoded text (WHATWG URL, section 5.1) with strict
 * decoding. "+" is a space, a pair without "=" has an empty value, empty pairs do not count.
 * @param what names the text in errors: "query" (too many pairs are 400) or "form" (413)
 * @throws HttpError
 */
export function eachPair(
  text: string,
  what: "query" | "form",
  limit: number,
  visit: (name: string, value: string) => void,
): void {
  // Most texts have nothing to decode, which one native search each tells.
  const encoded = text.includes("%") || text.includes("+")
  let count = 0
  for (let start = 0; start < text.length;) {
    let end = text.indexOf("&", start)
    if (end < 0) end = text.length
    if (end > start) {
      if (++count > limit) throw tooManyPairs(what, limit)
      visitPair(text.slice(start, end), encoded ? what : undefined, visit)
    }
    start = end + 1
  }
}

/** @param encoded what to call the text when decoding fails; undefined where nothing is encoded */
function visitPair(pair: string, encoded: string | undefined, visit: (name: string, value: string) => void): void {
  const equals = pair.indexOf("=")
  const name = equals < 0 ? pair : pair.slice(0, equals)
  const value = equals < 0 ? "" : pair.slice(equals + 1)
  if (encoded) visit(decodePart(name, encoded), decodePart(value, encoded))
  else visit(name, value)
}

function decodePart(text: string, what: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text
  return spaced.includes("%") ? decodePercent(spaced, what) : spaced
}

function tooManyPairs(what: "query" | "form", limit: number): Error {
  return httpError(what === "query" ? "bad-request" : "content-too-large", `The ${what} has more than ${limit} pairs.`)
}
