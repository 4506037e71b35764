import type { ColumnKind, ColumnType } from "../../model/columns/column-kind.ts"
import type { DialectList } from "../dialect.ts"

/** The type of a kind's values in arrays, from which they are turned into the column's own. */
const types: Readonly<Record<ColumnKind, string>> = {
  text: "text",
  integer: "bigint",
  real: "double precision",
  decimal: "numeric",
  bigint: "bigint",
  boolean: "boolean",
  date: "timestamptz",
  json: "jsonb",
  bytes: "bytea",
  uuid: "uuid",
}

export function arrayType({ kind }: ColumnType): string {
  return `${types[kind]}[]`
}

/** Values as the text of an array: what codecs have written, or null. */
export function arrayText(values: readonly unknown[]): string {
  let text = "{"
  for (let place = 0; place < values.length; place++) text += `${place === 0 ? "" : ","}${itemText(values[place])}`
  return `${text}}`
}

function itemText(value: unknown): string {
  if (typeof value === "string") return `"${/["\\]/.test(value) ? value.replace(/["\\]/g, "\\$&") : value}"`
  if (value === null || value === undefined) return "NULL"
  if (value instanceof Uint8Array) return `"\\\\x${Buffer.from(value).toString("hex")}"`
  return String(value as number | bigint | boolean)
}

/** A list as one array; rows of several columns as one JSON text, because an array has but one type. */
export function listOf(list: readonly ColumnType[]): DialectList {
  const [only] = list
  if (list.length === 1) {
    return { sql: `= ANY (?::${arrayType(only!)})`, write: (items) => arrayText(items.map((item) => item[0])) }
  }
  const columns = list.map(({ kind }, place) => columnSql(kind, `item ->> ${place}`))
  return {
    sql: `IN (SELECT ${columns.join(", ")} FROM jsonb_array_elements(?::jsonb) AS list (item))`,
    write: (items) => JSON.stringify(items.map((item) => item.map(listItem))),
  }
}

function columnSql(kind: ColumnKind, text: string): string {
  return kind === "bytes" ? `decode(${text}, 'hex')` : `(${text})::${types[kind]}`
}

function listItem(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString()
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value
}
