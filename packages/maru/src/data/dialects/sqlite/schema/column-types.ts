import type { ColumnKind } from "../../../model/columns/column-kind.ts"
import type { ModelColumn, StoredColumn } from "../../dialect-schema.ts"
import { literal, quote } from "../../quote.ts"

const types: Readonly<Record<ColumnKind, string>> = {
  text: "TEXT",
  integer: "INTEGER",
  real: "REAL",
  bigint: "INTEGER",
  boolean: "INTEGER",
  date: "TEXT",
  json: "TEXT",
  bytes: "BLOB",
  uuid: "TEXT",
  // Scaled: 12.30 is 1230.
  decimal: "INTEGER",
}

/** How SQLite stores a column. It has few types, so that checks say the rest. */
export function storedColumn({ name, kind, values }: ModelColumn): StoredColumn {
  const checks: string[] = []
  if (values) checks.push(`${quote(name)} IN (${values.map(literal).join(", ")})`)
  if (kind === "boolean") checks.push(`${quote(name)} IN (0, 1)`)
  return { type: types[kind], checks }
}

/** What a person wrote as a value, for a column of this type. */
export function typedLiteral(text: string, type: string): string {
  if (type === "INTEGER" && /^(true|false)$/i.test(text)) return text.toLowerCase() === "true" ? "1" : "0"
  if ((type === "INTEGER" || type === "REAL") && /^-?\d+(\.\d+)?$/.test(text)) return text
  return literal(text)
}
