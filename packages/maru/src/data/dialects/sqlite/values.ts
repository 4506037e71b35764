import type { ColumnKind, ColumnType } from "../../model/columns/column-kind.ts"
import type { Codec, DialectList } from "../dialect.ts"
import { bigint, bytes, expected, json, keptTime, typed, uuid, zeroOrOne } from "../codecs.ts"
import { decimalCodec } from "./decimal.ts"
import { readIsoDate } from "./iso-date.ts"

/** ISO 8601 in UTC with milliseconds, so that text order is time order. */
const date: Codec = {
  plain: false,
  read: (stored) => readIsoDate(stored as string),
  write(value) {
    if (value instanceof Date) return value.toISOString()
    throw expected("Date", value)
  },
  ...keptTime,
}

/** How SQLite stores each kind. */
const codecs: Readonly<Record<Exclude<ColumnKind, "decimal">, Codec>> = {
  text: typed("string"),
  integer: typed("number"),
  real: typed("number"),
  bigint,
  boolean: zeroOrOne,
  date,
  json,
  bytes,
  uuid,
}

export function codecOf(type: ColumnType): Codec {
  return type.kind === "decimal" ? decimalCodec(type) : codecs[type.kind]
}

/** A list as one JSON parameter: of values, or of lists of values for several columns together. */
export function listOf(types: readonly ColumnType[]): DialectList {
  const columns = types.map(({ kind }, place) => itemSql(kind, types.length === 1 ? "value" : `value ->> ${place}`))
  return {
    sql: `IN (SELECT ${columns.join(", ")} FROM json_each(?))`,
    write: (items) =>
      JSON.stringify(items.map((item) => (types.length === 1 ? listItem(item[0]) : item.map(listItem)))),
  }
}

function itemSql(kind: ColumnKind, value: string): string {
  // JSON has no bytes, which are written as hexadecimal text, and no integers of 64 bits.
  if (kind === "bytes") return `unhex(${value})`
  return kind === "bigint" || kind === "decimal" ? `CAST(${value} AS INTEGER)` : value
}

function listItem(item: unknown): unknown {
  if (typeof item === "bigint") return item.toString()
  return item instanceof Uint8Array ? Buffer.from(item).toString("hex") : item
}

export function bindValue(value: unknown): unknown {
  if (value === null || typeof value === "string" || typeof value === "bigint" || value instanceof Uint8Array)
    return value
  // The driver binds numbers as floating point; an integer has to stay one where it is printed or stored as it is.
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value === "boolean") return value ? 1n : 0n
  if (value instanceof Date) return value.toISOString()
  throw new TypeError(`A value of type ${typeof value} cannot be bound. Turn it into text, a number or bytes first.`)
}
