import { DataError } from "../../errors.ts"
import { onDeleteOf } from "../../model/table/on-delete.ts"
import { type Column, type Table, type TableRelation, foreignKey } from "../../model/table/table.ts"
import { tableOf } from "../../model/table/tables.ts"
import { type LinkTable, wayOf } from "../../model/table/way.ts"
import type { AnyModel } from "../../model/types.ts"
import type { DialectSchema } from "../../dialects/dialect-schema.ts"
import { defaultOf } from "./default-sql.ts"
import { partName, shortened } from "./names.ts"
import type { DeleteAction, Schema, SchemaColumn, SchemaForeignKey, SchemaPart, SchemaTable } from "./schema.ts"

/**
 * What models say of the database: their tables, and those between them.
 *
 * @param models every model that others refer to has to be among them
 * @throws DataError `migration-failed` for a name that the engine would cut off
 */
export function schemaOfModels(models: readonly AnyModel[], dialect: DialectSchema): Schema {
  const all = models.map((model) => tableOf(model))
  const tables = all.filter(({ view }) => !view)
  const links = new Map<string, SchemaTable>()
  for (const table of tables) {
    for (const relation of table.relations.values()) {
      // A table between two that is a model of its own is among the models.
      if (relation.kind !== "manyToMany" || typeof relation.options.through !== "string") continue
      const { link, target } = wayOf(table, relation)
      if (!links.has(link!.name)) links.set(link!.name, linkTable(table, target, link!, dialect))
    }
  }
  const made = [...tables.map((table) => modelTable(table, dialect)), ...links.values()]
  for (const table of made) refuseLongNames(table, dialect.nameLimit)
  const views = all.flatMap(({ name, view }) => (view ? [{ name, query: view.for(dialect.name) }] : []))
  return { tables: made, views }
}

function modelTable(table: Table, dialect: DialectSchema): SchemaTable {
  const key = table.key.map(({ name }) => name)
  const parts: SchemaPart[] = []
  const columns = table.columns.map((column) => {
    const { stored, checks } = storedColumn(column, isKeyed(table, column), dialect)
    parts.push(...checks.map((expression) => check(table.name, column.name, expression, dialect)))
    return stored
  })
  for (const column of table.columns) if (column.relation === undefined) parts.push(...ownIndex(table, column, dialect))
  for (const columns of table.uniques) parts.push(indexOf("unique", table.name, namesOf(columns), dialect))
  for (const columns of table.indexes) parts.push(indexOf("index", table.name, namesOf(columns), dialect))
  for (const [name, text] of table.checks) parts.push(namedCheck(table.name, name, text.for(dialect.name), dialect))
  for (const relation of table.relations.values()) {
    if (relation.kind === "belongsTo") parts.push(...reference(table, relation, key, dialect))
  }
  return { name: table.name, columns, key, parts }
}

function namesOf(columns: readonly Column[]): string[] {
  return columns.map(({ name }) => name)
}

/** Whether a key, an index or a constraint needs the column. */
function isKeyed(table: Table, column: Column): boolean {
  const { primary, unique, index, relation } = column
  if (primary || unique || index || relation !== undefined) return true
  return [...table.uniques, ...table.indexes].some((columns) => columns.includes(column))
}

function storedColumn(
  column: Column,
  keyed: boolean,
  dialect: DialectSchema,
): { readonly stored: SchemaColumn; readonly checks: readonly string[] } {
  const { type, checks } = dialect.column(column, keyed)
  const { name, nullable, generated } = column
  const value = defaultOf(column, type, dialect)
  const more = {
    ...(value !== undefined && { default: value }),
    ...(generated === "key" && { generated: true as const }),
  }
  return { stored: { name, type, nullable, ...more }, checks }
}

function check(table: string, column: string, expression: string, dialect: DialectSchema): SchemaPart {
  return { kind: "check", name: partName("check", table, [column], dialect.nameLimit), expression }
}

/** Constraints are named in the whole database by some engines. */
function namedCheck(table: string, name: string, expression: string, { nameLimit }: DialectSchema): SchemaPart {
  return { kind: "check", name: shortened(`${table}_${name}`, nameLimit), expression }
}

function ownIndex(table: Table, { name, unique, index, primary }: Column, dialect: DialectSchema): SchemaPart[] {
  if (!unique && (!index || primary)) return []
  return [indexOf(unique ? "unique" : "index", table.name, [name], dialect)]
}

function indexOf(
  kind: "unique" | "index",
  table: string,
  columns: readonly string[],
  { nameLimit }: DialectSchema,
): SchemaPart {
  return { kind, name: partName(kind, table, columns, nameLimit), columns }
}

/** A foreign key, and the index that finds the rows which refer to one. */
function reference(
  table: Table,
  relation: TableRelation,
  key: readonly string[],
  dialect: DialectSchema,
): SchemaPart[] {
  const columns = foreignKey(table, relation.property).map(({ name }) => name)
  const target = tableOf(relation.target)
  const part = foreign(table.name, columns, target, onDeleteOf(table, relation), dialect)
  if (relation.options.unique) return [indexOf("unique", table.name, columns, dialect), part]
  const indexed = columns.every((name, place) => key[place] === name)
  return indexed ? [part] : [indexOf("index", table.name, columns, dialect), part]
}

function foreign(
  table: string,
  columns: readonly string[],
  target: Table,
  onDelete: DeleteAction,
  { nameLimit }: DialectSchema,
): SchemaForeignKey {
  return {
    kind: "foreign key",
    name: partName("foreign key", table, columns, nameLimit),
    columns,
    target: target.name,
    targetColumns: target.key.map(({ name }) => name),
    onDelete,
  }
}

/** The table between two models: its key is those of both. */
function linkTable(own: Table, target: Table, link: LinkTable, dialect: DialectSchema): SchemaTable {
  const side = (names: readonly string[], { key }: Table): SchemaColumn[] =>
    names.map((name, place) => ({
      name,
      type: dialect.column({ ...key[place]!, name, values: undefined }, true).type,
      nullable: false,
    }))
  return {
    name: link.name,
    columns: [...side(link.own, own), ...side(link.target, target)],
    key: [...link.own, ...link.target],
    parts: [
      indexOf("index", link.name, link.target, dialect),
      foreign(link.name, link.own, own, "cascade", dialect),
      foreign(link.name, link.target, target, "cascade", dialect),
    ],
  }
}

/** Derived names are shortened; those that queries use have to be what they are. */
function refuseLongNames({ name, columns }: SchemaTable, limit: number): void {
  const long = [name, ...columns.map((column) => column.name)].find((each) => Buffer.byteLength(each) > limit)
  if (long === undefined) return
  const message = `"${long}" is too long: the engine takes names of ${limit} bytes. Give the table or column a shorter one.`
  throw new DataError("migration-failed", message)
}
