import type { ColumnKind, ColumnType } from "../../model/columns/column-kind.ts"
import type { Codec, DialectList } from "../dialect.ts"
import { copyJson, jsonChanged } from "../json-copy.ts"
import { decimalCodec } from "./decimal.ts"
import { readIsoDate } from "./iso-date.ts"

const same = (value: unknown): unknown => value
const differs = (value: unknown, kept: unknown): boolean => value !== kept

function expected(type: string, value: unknown): TypeError {
  return new TypeError(`A ${type} is expected, not ${value === null ? "null" : typeof value}.`)
}

function typed(type: "string" | "number" | "bigint"): Codec {
  const write = (value: unknown): unknown => {
    if (typeof value === type) return value
    throw expected(type, value)
  }
  return { plain: true, read: same, write, keep: same, changed: differs }
}

/** 0 or 1. */
const boolean: Codec = {
  plain: false,
  read: (stored) => stored !== 0,
  write(value) {
    if (typeof value === "boolean") return value ? 1 : 0
    throw expected("boolean", value)
  },
  keep: same,
  changed: differs,
}

/** ISO 8601 in UTC with milliseconds, so that text order is time order. */
const date: Codec = {
  plain: false,
  read: (stored) => readIsoDate(stored as string),
  write(value) {
    if (value instanceof Date) return value.toISOString()
    throw expected("Date", value)
  },
  keep: (value) => (value as Date).getTime(),
  changed: (value, kept) => !(value instanceof Date) || value.getTime() !== kept,
}

/** Text, because a driver gives 64-bit integers as numbers that lose their last digits. */
const bigint: Codec = {
  plain: false,
  read: (stored) => BigInt(stored as string),
  write: typed("bigint").write,
  keep: same,
  changed: differs,
}

const json: Codec = {
  plain: false,
  read: (stored) => JSON.parse(stored as string) as unknown,
  write: (value) => JSON.stringify(value),
  keep: (value) => copyJson(value),
  changed: jsonChanged,
}

/** A copy is kept, because bytes can be changed in place. */
const bytes: Codec = {
  plain: false,
  read: (stored) => new Uint8Array(stored as Uint8Array),
  write(value) {
    if (value instanceof Uint8Array) return value
    throw expected("Uint8Array", value)
  },
  keep: (value) => Uint8Array.from(value as Uint8Array),
  changed: (value, kept) => Buffer.compare(value as Uint8Array, kept as Uint8Array) !== 0,
}

/** Text in lower case, as RFC 9562 writes it: a UUID in capitals is the same one. */
const uuid: Codec = {
  ...typed("string"),
  write(value) {
    if (typeof value === "string") return value.toLowerCase()
    throw expected("string", value)
  },
}

/** How SQLite stores each kind. */
const codecs: Readonly<Record<Exclude<ColumnKind, "decimal">, Codec>> = {
  text: typed("string"),
  integer: typed("number"),
  real: typed("number"),
  bigint,
  boolean,
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
