import type { ColumnKind } from "../../model/column-kind.ts"
import { type Column, type Table, type TableRelation, tableOf } from "../../model/table.ts"
import type { AnyModel } from "../../model/types.ts"
import { type LinkTable, wayOf } from "../../model/way.ts"
import { sqlite } from "./dialect.ts"

const types: Readonly<Record<ColumnKind, string>> = {
  text: "TEXT",
  integer: "INTEGER",
  real: "REAL",
  bigint: "INTEGER",
  boolean: "INTEGER",
  date: "TEXT",
  json: "TEXT",
  bytes: "BLOB",
}

const quote = sqlite.quote

/** The statements that make the tables of the models, those that are referred to first. */
export function sqliteSchema(models: readonly AnyModel[]): string {
  const tables = models.map((model) => tableOf(model))
  const statements = inOrder(tables).flatMap((table) => [tableSql(table), ...indexSql(table)])
  const links = new Map<string, string[]>()
  for (const table of tables) {
    for (const relation of table.relations.values()) {
      if (relation.kind !== "manyToMany") continue
      const way = wayOf(table, relation)
      if (!links.has(way.link!.name)) links.set(way.link!.name, linkSql(table, way.target, way.link!))
    }
  }
  return [...statements, ...[...links.values()].flat()].map((statement) => `${statement};\n`).join("\n")
}

function inOrder(tables: readonly Table[]): Table[] {
  const ordered = new Set<Table>()
  const visit = (table: Table, path: readonly Table[]): void => {
    if (ordered.has(table) || path.includes(table)) return
    for (const relation of table.relations.values()) {
      if (relation.kind === "belongsTo") visit(tableOf(relation.target), [...path, table])
    }
    ordered.add(table)
  }
  for (const table of tables) visit(table, [])
  return [...ordered].filter((table) => tables.includes(table))
}

function tableSql(table: Table): string {
  const columns = table.columns.map((column) => `  ${columnSql(table, column)}`)
  return `CREATE TABLE ${quote(table.name)} (\n${columns.join(",\n")}\n) STRICT`
}

function columnSql(table: Table, column: Column): string {
  const parts = [quote(column.name), types[column.kind]]
  // AUTOINCREMENT: a key that was once given out never means another row.
  if (column.primary) parts.push(column.generated === "key" ? "PRIMARY KEY AUTOINCREMENT" : "PRIMARY KEY NOT NULL")
  else if (!column.nullable) parts.push("NOT NULL")
  if (column.unique) parts.push("UNIQUE")
  if (column.values) parts.push(`CHECK (${quote(column.name)} IN (${column.values.map(literal).join(", ")}))`)
  if (column.kind === "boolean") parts.push(`CHECK (${quote(column.name)} IN (0, 1))`)
  if (column.relation !== undefined) parts.push(referenceSql(table, table.relations.get(column.relation)!))
  return parts.join(" ")
}

function referenceSql(table: Table, relation: TableRelation): string {
  const target = tableOf(relation.target)
  const orphans = [...target.relations.values()].some(
    (back) =>
      back.options.cascade === "delete-orphan" &&
      back.options.by === relation.property &&
      tableOf(back.target).name === table.name,
  )
  const action = relation.options.onDelete ?? (orphans ? "cascade" : "restrict")
  return `REFERENCES ${quote(target.name)} (${quote(target.key.name)}) ON DELETE ${action.toUpperCase()}`
}

function indexSql(table: Table): string[] {
  return table.columns
    .filter((column) => column.index && !column.unique && !column.primary)
    .map((column) => {
      const name = quote(`${table.name}_${column.name}`)
      return `CREATE INDEX ${name} ON ${quote(table.name)} (${quote(column.name)})`
    })
}

function linkSql(own: Table, target: Table, link: LinkTable): string[] {
  const side = (column: string, table: Table): string => {
    const reference = `REFERENCES ${quote(table.name)} (${quote(table.key.name)}) ON DELETE CASCADE`
    return `  ${quote(column)} ${types[table.key.kind]} NOT NULL ${reference}`
  }
  const key = `  PRIMARY KEY (${quote(link.own)}, ${quote(link.target)})`
  const lines = [side(link.own, own), side(link.target, target), key]
  const index = `${quote(`${link.name}_${link.target}`)} ON ${quote(link.name)} (${quote(link.target)})`
  return [`CREATE TABLE ${quote(link.name)} (\n${lines.join(",\n")}\n) STRICT, WITHOUT ROWID`, `CREATE INDEX ${index}`]
}

function literal(value: string | number): string {
  return typeof value === "number" ? String(value) : `'${value.replaceAll("'", "''")}'`
}
