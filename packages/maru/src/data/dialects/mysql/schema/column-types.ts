import type { ColumnKind } from "../../../model/columns/column-kind.ts"
import type { ModelColumn, StoredColumn } from "../../dialect-schema.ts"
import { literal, quote } from "./quote.ts"

const types: Readonly<Record<Exclude<ColumnKind, "decimal">, string>> = {
  text: "longtext",
  integer: "bigint",
  real: "double",
  bigint: "bigint",
  boolean: "tinyint(1)",
  date: "datetime(3)",
  json: "json",
  bytes: "longblob",
  uuid: "char(36)",
}

/** Most characters that an index takes: 3072 bytes, at most 4 for each. */
const longestKey = 768

/** How MySQL and MariaDB store a column. What a key or an index needs has to have a length. */
export function storedColumn(column: ModelColumn, keyed: boolean): StoredColumn {
  const { name, kind, values, length, precision, scale } = column
  const checks = values ? [`${quote(name)} IN (${values.map(literal).join(", ")})`] : []
  if (kind === "decimal") return { type: `decimal(${precision!},${scale!})`, checks }
  if (kind === "text" && (values || (keyed && length === undefined))) return { type: "varchar(255)", checks }
  // Longer ones stand outside the row, which has no more than 65535 bytes.
  if (kind === "text" && length !== undefined && (keyed || length <= longestKey))
    return { type: `varchar(${Math.min(length, longestKey)})`, checks }
  if (kind === "bytes" && keyed) return { type: "varbinary(255)", checks }
  return { type: types[kind], checks }
}

/** What a person wrote as a value, for a column of this type. */
export function typedLiteral(text: string, type: string): string {
  if (type === "tinyint(1)" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true" ? "1" : "0"
  if (type.startsWith("datetime")) return literal(text.replace("T", " ").replace(/Z$/, ""))
  return /^-?\d+(\.\d+)?$/.test(text) && !/text|char|json|b(lob|inary)/.test(type) ? text : literal(text)
}
