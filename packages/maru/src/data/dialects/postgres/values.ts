import type { ColumnKind, ColumnType } from "../../model/columns/column-kind.ts"
import { canonicalDecimal } from "../../model/columns/decimal.ts"
import type { Codec } from "../dialect.ts"
import { bigint, bytes, expected, json, keptTime, same, typed, uuid } from "../codecs.ts"
import { arrayText } from "./arrays.ts"
import type { Bound } from "./connection/driver.ts"

/** PostgreSQL has no text with the character 0. */
const text: Codec = {
  ...typed("string"),
  write(value) {
    if (typeof value !== "string") throw expected("string", value)
    if (value.includes("\0")) throw new TypeError("PostgreSQL cannot store text with the character U+0000.")
    return value
  },
}

/** A fraction is no value of such a column, not even to compare with. */
const integer: Codec = {
  ...typed("number"),
  write(value) {
    if (typeof value !== "number") throw expected("number", value)
    if (!Number.isSafeInteger(value)) throw new TypeError("A whole number of at most 53 bits is expected.")
    return value
  },
}

const date: Codec = {
  plain: false,
  read: same,
  write(value) {
    if (value instanceof Date) return timeText(value)
    throw expected("Date", value)
  },
  ...keptTime,
}

/** PostgreSQL has none with the character 0 either. */
const jsonb: Codec = {
  ...json,
  write(value) {
    const written = JSON.stringify(value)
    if (/(?<!\\)(?:\\\\)*\\u0000/.test(written))
      throw new TypeError("PostgreSQL cannot store JSON with the character U+0000.")
    return written
  },
}

/** NUMERIC comes as text with as many digits as its column has. */
function decimalCodec({ scale = 0 }: Pick<ColumnType, "scale">): Codec {
  return {
    plain: false,
    read: same,
    write(value) {
      if (typeof value !== "string" || !/^-?(?=\.?\d)\d*\.?\d*$/.test(value))
        throw new TypeError("A decimal is expected: a text such as 12.30.")
      if (/\.\d*[1-9]/.test(value) && /[1-9]/.test(value.slice(value.indexOf(".") + 1 + scale)))
        throw new TypeError(`A decimal has ${scale} digits after the point.`)
      return canonicalDecimal(value, scale)
    },
    keep: (value, stored) => (stored === undefined ? canonicalDecimal(value as string, scale) : value),
    changed: (value, kept) => typeof value !== "string" || canonicalDecimal(value, scale) !== kept,
  }
}

/** How PostgreSQL stores each kind. */
const codecs: Readonly<Record<Exclude<ColumnKind, "decimal">, Codec>> = {
  text,
  integer,
  real: typed("number"),
  bigint,
  boolean: typed("boolean"),
  date,
  json: jsonb,
  bytes,
  uuid,
}

export function codecOf(type: ColumnType): Codec {
  return type.kind === "decimal" ? decimalCodec(type) : codecs[type.kind]
}

/** ISO 8601, but years of more than four digits and before Christ as PostgreSQL reads them. */
function timeText(time: Date): string {
  const iso = time.toISOString()
  if (iso.length === 24 && !iso.startsWith("0000")) return iso
  const year = time.getUTCFullYear()
  const rest = iso.slice(iso.indexOf("-", 1))
  return year > 0 ? `${year}${rest}` : `${String(1 - year).padStart(4, "0")}${rest} BC`
}

/** What the driver binds for a value of a statement of the user's own. Lists become arrays. */
export function bindValue(value: unknown): unknown {
  if (value === null || typeof value === "string" || typeof value === "bigint") return value
  if (typeof value === "number" || typeof value === "boolean" || value instanceof Uint8Array) return value
  if (value instanceof Date) return timeText(value)
  if (Array.isArray(value)) return arrayText(value.map(bindValue))
  throw new TypeError(`A value of type ${typeof value} cannot be bound. Turn it into text, a number or bytes first.`)
}

/** Parameters as they go over the wire. */
export function wireValues(parameters: readonly unknown[]): Bound[] {
  return parameters.map(wireValue)
}

function wireValue(value: unknown): Bound {
  if (typeof value === "string") return value
  if (typeof value === "number") return String(value)
  if (value === null || value === undefined) return null
  if (value instanceof Uint8Array) {
    return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  }
  return String(value as boolean | bigint)
}
