import type { SchemaColumn, SchemaForeignKey, SchemaPart, SchemaTable } from "../../../migrate/schema/schema.ts"
import { quote, quoteAll } from "./quote.ts"

/**
 * Text is compared and ordered by code point, and spaces at its end count. The collation that does so has one name
 * in MariaDB and another in MySQL; each reads only the comment that is meant for it.
 */
const storage =
  "ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 /*M!100202 COLLATE utf8mb4_nopad_bin */ /*!80017 COLLATE utf8mb4_0900_bin */"

/** A table with its constraints and indexes. */
export function createTable(table: SchemaTable): string {
  const lines = [
    ...table.columns.map((column) => columnSql(column)),
    ...(table.key.length > 0 ? [`PRIMARY KEY (${quoteAll(table.key)})`] : []),
    // Indexes first: a foreign key without one would get an index of MySQL's own.
    ...table.parts.filter(isIndex).map((part) => partSql(part)),
    ...table.parts.filter((part) => !isIndex(part)).map((part) => partSql(part)),
  ]
  return `CREATE TABLE ${quote(table.name)} (\n${lines.map((line) => `  ${line}`).join(",\n")}\n) ${storage}`
}

/** Whether MySQL knows a part as an index. */
export function isIndex(part: SchemaPart): boolean {
  return part.kind === "index" || part.kind === "unique"
}

/** @param value default for rows that are there already, in place of the column's own */
export function columnSql(column: SchemaColumn, value: string | undefined = column.default): string {
  const words = [quote(column.name), column.type, column.nullable ? "NULL" : "NOT NULL"]
  if (column.generated) words.push("AUTO_INCREMENT")
  if (value !== undefined) words.push(`DEFAULT ${defaultSql(column.type, value)}`)
  if (column.onUpdate !== undefined) words.push(`ON UPDATE ${column.onUpdate}`)
  return words.join(" ")
}

/** Only an expression in brackets can be the default of a type without a length. */
export function defaultSql(type: string, value: string): string {
  if (/text|json|blob/.test(type)) return `(${value})`
  return /^(-?[\d.]+|'.*'|null|true|false|current_timestamp(\(\d\))?)$/is.test(value) ? value : `(${value})`
}

export function partSql(part: SchemaPart): string {
  const name = quote(part.name)
  if (part.kind === "check") return `CONSTRAINT ${name} CHECK (${part.expression})`
  if (part.kind === "foreign key") return `CONSTRAINT ${name} ${referenceSql(part)}`
  const unique = part.kind === "unique" || part.unique === true
  return `${unique ? "UNIQUE KEY" : "KEY"} ${name} (${quoteAll(part.columns)})`
}

function referenceSql({ columns, target, targetColumns, onDelete }: SchemaForeignKey): string {
  const reference = `REFERENCES ${quote(target)} (${quoteAll(targetColumns)})`
  return `FOREIGN KEY (${quoteAll(columns)}) ${reference} ON DELETE ${onDelete.toUpperCase()}`
}

/** The clause of ALTER TABLE that takes a part away. */
export function dropPartSql(part: SchemaPart): string {
  const word = part.kind === "check" ? "CONSTRAINT" : part.kind === "foreign key" ? "FOREIGN KEY" : "INDEX"
  return `DROP ${word} ${quote(part.name)}`
}
