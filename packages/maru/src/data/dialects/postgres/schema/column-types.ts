import type { ColumnKind } from "../../../model/columns/column-kind.ts"
import type { ModelColumn, StoredColumn } from "../../dialect-schema.ts"
import { literal, quote } from "../../quote.ts"

// Text is compared and ordered by code point, as on every engine.
const text = `text COLLATE "C"`

const types: Readonly<Record<Exclude<ColumnKind, "decimal">, string>> = {
  text,
  integer: "bigint",
  real: "double precision",
  bigint: "bigint",
  boolean: "boolean",
  date: "timestamptz(3)",
  json: "jsonb",
  bytes: "bytea",
  uuid: "uuid",
}

/** How PostgreSQL stores a column. */
export function storedColumn({ name, kind, values, length, precision, scale }: ModelColumn): StoredColumn {
  const checks = values ? [`${quote(name)} IN (${values.map(literal).join(", ")})`] : []
  if (kind === "decimal") return { type: `numeric(${precision!},${scale!})`, checks }
  // Values are checked one by one: a new one that is longer needs no other type.
  if (kind === "text" && length !== undefined && !values) return { type: varchar(length), checks }
  return { type: types[kind], checks }
}

/** PostgreSQL takes no length above 10485760. */
function varchar(length: number): string {
  return length > 10_485_760 ? text : `varchar(${length}) COLLATE "C"`
}

/** What a person wrote as a value. PostgreSQL reads every type from a quoted text. */
export function typedLiteral(value: string, type: string): string {
  return /^-?\d+(\.\d+)?$/.test(value) && /^(bigint|integer|double|numeric)/.test(type) ? value : literal(value)
}
