import { columnsIn } from "../../../migrate/schema/expression.ts"
import { partName } from "../../../migrate/schema/names.ts"
import type {
  SchemaCheck,
  SchemaColumn,
  SchemaForeignKey,
  SchemaIndex,
  SchemaPart,
  SchemaTable,
} from "../../../migrate/schema/schema.ts"
import { quote, quoteAll } from "../../quote.ts"

/** @param name another one than the table's own, for one that is to take its place */
export function createTable(table: SchemaTable, name: string = table.name): string {
  const lines = [
    ...table.columns.map((column) => columnSql(table, column)),
    ...(table.key.length > 1 ? [`PRIMARY KEY (${quoteAll(table.key)})`] : []),
    ...table.parts.filter((part) => inlineColumn(table, part) === undefined).flatMap((part) => partSql(table, part)),
  ]
  // The rows of a table whose key is several columns lie in the order of that key.
  const storage = table.key.length > 1 ? "STRICT, WITHOUT ROWID" : "STRICT"
  return `CREATE TABLE ${quote(name)} (\n${lines.map((line) => `  ${line}`).join(",\n")}\n) ${storage}`
}

export function createIndexes(table: SchemaTable): string[] {
  return table.parts.filter((part) => part.kind === "index").map((part) => createIndex(table.name, part))
}

export function createIndex(table: string, { name, columns, unique }: SchemaIndex): string {
  return `CREATE ${unique ? "UNIQUE " : ""}INDEX ${quote(name)} ON ${quote(table)} (${quoteAll(columns)})`
}

/** A column with everything that concerns it alone. */
export function columnSql(table: SchemaTable, column: SchemaColumn): string {
  const words = [quote(column.name), column.type]
  // AUTOINCREMENT: a key that was once given out never means another row.
  if (isKey(table, column)) words.push(column.generated ? "PRIMARY KEY AUTOINCREMENT" : "PRIMARY KEY NOT NULL")
  else if (!column.nullable) words.push("NOT NULL")
  if (column.default !== undefined) words.push(`DEFAULT ${defaultSql(column.default)}`)
  for (const kind of ["unique", "check", "foreign key"] as const) {
    const own = table.parts.filter((part) => part.kind === kind && inlineColumn(table, part) === column.name)
    words.push(...own.map((part) => inlineSql(table, part)))
  }
  return words.join(" ")
}

/** A default that is no literal has to stand in brackets. */
export function defaultSql(expression: string): string {
  return isLiteral(expression) ? expression : `(${expression})`
}

export function isLiteral(expression: string): boolean {
  return /^([+-]?\d+(\.\d+)?|'(?:[^']|'')*'|x'[\da-f]*'|null|true|false)$/i.test(expression)
}

/** The one column that a constraint is about: it is written beside it. */
export function inlineColumn({ columns }: SchemaTable, part: SchemaPart): string | undefined {
  if (part.kind === "index") return undefined
  const names = columns.map(({ name }) => name)
  const own = part.kind === "check" ? columnsIn(part.expression, names) : part.columns
  return own.length === 1 ? own[0] : undefined
}

function isKey({ key }: SchemaTable, { name }: SchemaColumn): boolean {
  return key.length === 1 && key[0] === name
}

function inlineSql(table: SchemaTable, part: SchemaPart): string {
  if (part.kind === "check") return checkSql(table, part)
  return part.kind === "foreign key" ? referenceSql(part) : "UNIQUE"
}

/** Only a name that does not follow from the columns is written: it is what an error tells. */
function checkSql({ name: table, columns }: SchemaTable, { name, expression }: SchemaCheck): string {
  const about = columnsIn(
    expression,
    columns.map((column) => column.name),
  )
  const derived = name === partName("check", table, about, Infinity)
  return `${derived ? "" : `CONSTRAINT ${quote(name)} `}CHECK (${expression})`
}

/** A constraint over several columns; an index is a statement of its own. */
function partSql(table: SchemaTable, part: SchemaPart): string[] {
  if (part.kind === "unique") return [`UNIQUE (${quoteAll(part.columns)})`]
  if (part.kind === "check") return [checkSql(table, part)]
  return part.kind === "foreign key" ? [`FOREIGN KEY (${quoteAll(part.columns)}) ${referenceSql(part)}`] : []
}

function referenceSql({ target, targetColumns, onDelete }: SchemaForeignKey): string {
  return `REFERENCES ${quote(target)} (${quoteAll(targetColumns)}) ON DELETE ${onDelete.toUpperCase()}`
}
