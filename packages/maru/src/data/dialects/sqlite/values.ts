import type { ColumnKind } from "../../model/column-kind.ts"
import type { Codec, DialectList } from "../dialect.ts"

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
  read: (stored) => new Date(stored as string),
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
  keep: (value, stored) => stored ?? JSON.stringify(value),
  changed(value, kept) {
    const text = JSON.stringify(value)
    // Another program may have written the same value with other spaces.
    return text !== kept && text !== JSON.stringify(JSON.parse(kept as string))
  },
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

/** How SQLite stores each kind. */
export const codecs: Readonly<Record<ColumnKind, Codec>> = {
  text: typed("string"),
  integer: typed("number"),
  real: typed("number"),
  bigint,
  boolean,
  date,
  json,
  bytes,
}

/** A list as one JSON parameter; bytes as hexadecimal text, because JSON has none. */
export function listOf(kind: ColumnKind): DialectList {
  const value = kind === "bytes" ? "unhex(value)" : kind === "bigint" ? "CAST(value AS INTEGER)" : "value"
  return {
    sql: `IN (SELECT ${value} FROM json_each(?))`,
    write: (values) => JSON.stringify(values.map((item) => listItem(item))),
  }
}

function listItem(item: unknown): unknown {
  if (typeof item === "bigint") return item.toString()
  return item instanceof Uint8Array ? Buffer.from(item).toString("hex") : item
}
