import type { ColumnKind, ColumnType } from "../../model/columns/column-kind.ts"
import { canonicalDecimal } from "../../model/columns/decimal.ts"
import type { Codec } from "../dialect.ts"
import { bigint, bytes, expected, json, keptTime, same, typed, uuid, zeroOrOne } from "../codecs.ts"
import { Decimal } from "./connection/parameters.ts"

/** DATETIME(3), which has no time zone; the session's is UTC and so is the driver's. */
const date: Codec = {
  plain: false,
  read: same,
  write: (value) => dateOf(value),
  ...keptTime,
}

/** @throws RangeError for a date that DATETIME does not have */
function dateOf(value: unknown): Date {
  if (!(value instanceof Date)) throw expected("Date", value)
  const year = value.getUTCFullYear()
  if (year >= 1000 && year <= 9999) return value
  throw new RangeError("A date of the years 1000 to 9999 is expected.")
}

function decimal({ scale = 0 }: ColumnType): Codec {
  return {
    plain: false,
    read: same,
    write: (value) => new Decimal(decimalText(value, scale)),
    keep: (value, stored) => (stored === undefined ? canonicalDecimal(value as string, scale) : value),
    changed: (value, kept) => typeof value !== "string" || canonicalDecimal(value, scale) !== kept,
  }
}

/** @throws TypeError for digits that the database would round */
function decimalText(value: unknown, scale: number): string {
  const [, fraction] = typeof value === "string" ? (/^-?(?=\.?\d)\d*\.?(\d*)$/.exec(value) ?? []) : []
  if (fraction === undefined) throw new TypeError("A decimal is expected: a text such as 12.30.")
  if (/[1-9]/.test(fraction.slice(scale))) throw new TypeError(`A decimal has ${scale} digits after the point.`)
  return canonicalDecimal(value as string, scale)
}

/** How MySQL and MariaDB store each kind. */
const codecs: Readonly<Record<Exclude<ColumnKind, "decimal">, Codec>> = {
  text: typed("string"),
  integer: typed("number"),
  real: typed("number"),
  bigint,
  // TINYINT
  boolean: zeroOrOne,
  date,
  json,
  bytes,
  uuid,
}

export function codecOf(type: ColumnType): Codec {
  return type.kind === "decimal" ? decimal(type) : codecs[type.kind]
}

/** What is bound for a value of a statement of the user's own. */
export function bindValue(value: unknown): unknown {
  if (value === null || value instanceof Uint8Array) return value
  if (value instanceof Date) return dateOf(value)
  if (typeof value === "boolean") return value ? 1 : 0
  if (typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value
  throw new TypeError(`A value of type ${typeof value} cannot be bound. Turn it into text, a number or bytes first.`)
}
