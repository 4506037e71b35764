import type { Shape } from "./adapter.ts"

/** What the text of one parameter is: absent, given once, or given several times. */
export type RawText = string | readonly string[] | undefined

/** The result of coercion where a key was repeated that may be given only once. */
export const repeated: unique symbol = Symbol("repeated")

/** Turns text into the value that a validator then judges. What cannot be coerced stays text. */
export type Coerce = (raw: RawText) => unknown

/**
 * Compiles the coercion of a shape. Integers and decimals must be canonical ("1", "-3", "1.5"; not
 * "01", "+1", "1e3", "-0"), booleans are `true` and `false`, dates are ISO 8601 as RFC 3339 writes
 * them. A union that accepts text keeps it.
 *
 * @param shape what the schema accepts
 * @returns a function that gives `undefined` for what is absent, a list for arrays, the symbol
 *   `repeated` for a key given twice where no list is accepted
 */
export function coerce(shape: Shape): Coerce {
  const list = listItem(shape)
  const scalar = scalarOf(shape)
  if (list === undefined) return (raw) => once(raw, scalar)
  const item = scalarOf(list)
  const single = shape.kind === "array" ? undefined : scalar
  return (raw) => {
    if (raw === undefined) return undefined
    if (typeof raw === "string") return single ? single(raw) : [item(raw)]
    return single && raw.length === 1 ? single(raw[0]!) : raw.map(item)
  }
}

/** Whether the shape accepts a key that is given several times. */
export function acceptsMany(shape: Shape): boolean {
  return listItem(shape) !== undefined
}

/** Whether the shape accepts the empty string: nothing but text does. */
export function acceptsEmpty(shape: Shape): boolean {
  switch (shape.kind) {
    case "string":
    case "unknown":
      return true
    case "literal":
      return shape.values.includes("")
    case "array":
      return acceptsEmpty(shape.item)
    case "union":
      return shape.options.some(acceptsEmpty)
    default:
      return false
  }
}

type Scalar = (text: string) => unknown

function once(raw: RawText, scalar: Scalar): unknown {
  if (typeof raw === "string") return scalar(raw)
  if (!Array.isArray(raw)) return raw
  return raw.length === 1 ? scalar(raw[0]) : repeated
}

/** The item of a list that the shape accepts. Unknown shapes accept lists of text. */
function listItem(shape: Shape): Shape | undefined {
  if (shape.kind === "array") return shape.item
  if (shape.kind === "unknown") return shape
  if (shape.kind !== "union") return undefined
  const items = shape.options.flatMap((option) => listItem(option) ?? [])
  return items.length < 2 ? items[0] : { kind: "union", options: items }
}

const keep: Scalar = (text) => text

function scalarOf(shape: Shape): Scalar {
  switch (shape.kind) {
    case "integer":
      return integer
    case "number":
      return decimal
    case "bigint":
      return bigint
    case "boolean":
      return boolean
    case "date":
      return date
    case "literal":
      return literal(shape.values)
    case "union":
      return union(shape.options)
    default:
      return keep
  }
}

/** Canonical decimal digits of an integer, as a pattern of JSON Schema: how a bigint travels. */
export const bigintPattern = "^(?:0|-?[1-9][0-9]*)$"

const integerForm = new RegExp(bigintPattern)
const decimalForm = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/

function integer(text: string): unknown {
  return integerForm.test(text) ? finite(text) : text
}

function decimal(text: string): unknown {
  if (!decimalForm.test(text)) return text
  const value = finite(text)
  return Object.is(value, -0) ? text : value
}

/** A number too big for a double stays text, so that the validator refuses it. */
function finite(text: string): unknown {
  const value = Number(text)
  return Number.isFinite(value) ? value : text
}

/** Digits that BigInt may have to parse: the time it takes grows faster than their number. */
const maxDigits = 1000

/** Canonical decimal digits as a bigint; anything else stays text. */
export function bigint(text: string): unknown {
  return text.length <= maxDigits && integerForm.test(text) ? BigInt(text) : text
}

function boolean(text: string): unknown {
  return text === "true" ? true : text === "false" ? false : text
}

const dateForm =
  /^([0-9]{4})-(0[1-9]|1[0-2])-([0-2][0-9]|3[01])(?:[Tt]([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.[0-9]{1,9})?([Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9]))?$/

/**
 * An RFC 3339 date-time with its offset, or a full date, which means midnight UTC. A time without an
 * offset is refused: it would mean another instant on every machine.
 */
export function date(text: string): unknown {
  const match = dateForm.exec(text)
  if (!match) return text
  const day = Number(match[3])
  if (day < 1 || day > daysIn(Number(match[1]), Number(match[2]))) return text
  const value = new Date(text.length === 10 ? text : text.toUpperCase())
  return Number.isNaN(value.getTime()) ? text : value
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function literal(values: readonly unknown[]): Scalar {
  const byText = new Map<string, unknown>()
  for (const value of values) {
    const scalar = typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
    if (scalar && !Object.is(value, -0)) byText.set(String(value), value)
  }
  for (const value of values) if (typeof value === "string") byText.set(value, value)
  return (text) => (byText.has(text) ? byText.get(text) : text)
}

/** Options are tried from the most precise to the least; the first that changes or knows the text wins. */
function union(options: readonly Shape[]): Scalar {
  if (options.some((option) => option.kind === "string" || option.kind === "unknown")) return keep
  const literals = options.flatMap((option) => (option.kind === "literal" ? option.values : []))
  const strings = new Set(literals.filter((value) => typeof value === "string"))
  const scalars = options.filter((option) => option.kind !== "array" && option.kind !== "object").map(scalarOf)
  return (text) => {
    if (strings.has(text)) return text
    for (const scalar of scalars) {
      const value = scalar(text)
      if (value !== text) return value
    }
    return text
  }
}
