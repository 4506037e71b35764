// What the columns of all engines have in common: codecs that more than one of them uses, and the parts of the others.
import type { Codec } from "./dialect.ts"
import { copyJson, jsonChanged } from "./json-copy.ts"

/** Reads or keeps a value as it is. */
export const same = (value: unknown): unknown => value

/** Whether a value is another one than was kept. */
export const differs = (value: unknown, kept: unknown): boolean => value !== kept

/** The error for a value of a wrong type, which is not in it. */
export function expected(type: string, value: unknown): TypeError {
  return new TypeError(`A ${type} is expected, not ${value === null ? "null" : typeof value}.`)
}

/** Values that are stored as they are. */
export function typed(type: "string" | "number" | "bigint" | "boolean"): Codec {
  const write = (value: unknown): unknown => {
    if (typeof value === type) return value
    throw expected(type, value)
  }
  return { plain: true, read: same, write, keep: same, changed: differs }
}

/** Integers of 64 bits, which come as text, or as numbers where a driver knows these to be exact. */
export const bigint: Codec = {
  ...typed("bigint"),
  plain: false,
  read: (stored) => BigInt(stored as number | bigint | string),
}

/** 0 or 1, where an engine has no booleans. */
export const zeroOrOne: Codec = {
  plain: false,
  read: (stored) => stored !== 0,
  write(value) {
    if (typeof value === "boolean") return value ? 1 : 0
    throw expected("boolean", value)
  },
  keep: same,
  changed: differs,
}

/** A date can be changed in place, so its time is kept. */
export const keptTime: Pick<Codec, "keep" | "changed"> = {
  keep: (value) => (value as Date).getTime(),
  changed: (value, kept) => !(value instanceof Date) || value.getTime() !== kept,
}

/** Text of JSON. */
export const json: Codec = {
  plain: false,
  read: (stored) => JSON.parse(stored as string) as unknown,
  write: (value) => JSON.stringify(value),
  keep: (value) => copyJson(value),
  changed: jsonChanged,
}

/** Copies are made, because bytes can be changed in place, and what a driver reads may be a part of something larger. */
export const bytes: Codec = {
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
export const uuid: Codec = {
  ...typed("string"),
  write(value) {
    if (typeof value === "string") return value.toLowerCase()
    throw expected("string", value)
  },
}
