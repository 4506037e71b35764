import type { DialectSchema } from "../../dialects/dialect-schema.ts"
import { canonicalDecimal } from "../../model/columns/decimal.ts"
import type { Column } from "../../model/table/table.ts"

/** SQL of the value that the database gives a column where nobody says it; undefined for none. */
export function defaultOf(column: Column, type: string, dialect: DialectSchema): string | undefined {
  const { default: said, conversion } = column
  if (!said) return undefined
  if ("sql" in said) return said.sql.for(dialect.name)
  const value = said.literal === null || !conversion ? said.literal : conversion.encode(said.literal)
  const text = written(value, column, dialect)
  if (text === undefined || (dialect.name === "postgres" && column.kind === "boolean")) return text
  return dialect.literal(text, type)
}

/** A value as a person would write it. Bytes have no such form: only the program knows that default. */
function written(value: unknown, { kind, scale = 0 }: Column, { name }: DialectSchema): string | undefined {
  if (value === null || value === undefined || kind === "bytes") return undefined
  if (kind === "json") return JSON.stringify(value)
  if (value instanceof Date) return name === "postgres" ? postgresTime(value) : value.toISOString()
  if (kind !== "decimal") return String(value)
  const digits = canonicalDecimal(String(value), scale)
  // SQLite counts the smallest digit.
  return name === "sqlite" ? String(BigInt(digits.replace(".", ""))) : digits
}

/** As PostgreSQL prints it, so that what is read from a database is the same text. */
function postgresTime(value: Date): string {
  const [time] = value.toISOString().replace("T", " ").split("Z")
  return `${time!.replace(/\.?0+$/, "")}+00`
}
