import type { Dialect } from "../dialects/dialect.ts"
import { DataError } from "../errors.ts"
import type { ColumnType } from "../model/columns/column-kind.ts"
import type { Table } from "../model/table/table.ts"
import { tableOf } from "../model/table/tables.ts"
import { wayOf } from "../model/table/way.ts"
import type { AnyModel } from "../model/types.ts"
import type { KyselyModels, LinkRows } from "./tables.ts"

/** How a value is stored, and whether traces may show it. */
export interface Stored extends ColumnType {
  readonly hidden: boolean
}

/** A column as queries may name it. */
export interface NamedColumn {
  /** Name in the database. */
  readonly name: string
  /** Undefined where nobody knows what it holds. */
  readonly stored: Stored | undefined
}

/** A table of the database, and its columns by the names that queries use. */
export interface NamedTable {
  readonly name: string
  readonly columns: ReadonlyMap<string, NamedColumn>
  /** The model whose rows it holds; undefined for a table between two. */
  readonly table: Table | undefined
}

/** The tables that the queries of one Kysely instance may name. */
export interface NamedTables {
  readonly dialect: Dialect
  readonly tables: ReadonlyMap<string, NamedTable>
}

/** @throws DataError `query-invalid` where a link is no manyToMany */
export function nameTables(models: KyselyModels, dialect: Dialect): NamedTables {
  const tables = new Map<string, NamedTable>()
  for (const [name, entry] of Object.entries(models)) {
    tables.set(name, "relation" in entry ? linkTable(entry) : modelTable(entry))
  }
  return { dialect, tables }
}

function modelTable(model: AnyModel): NamedTable {
  const table = tableOf(model)
  const columns = table.columns.map((column): [string, NamedColumn] => [
    column.path.join("_"),
    { name: column.name, stored: column },
  ])
  return { name: table.name, columns: new Map(columns), table }
}

function linkTable({ model, relation, columns }: LinkRows<string, string, unknown, unknown>): NamedTable {
  const own = tableOf(model)
  const found = own.relations.get(relation)
  if (found?.kind !== "manyToMany") throw new DataError("query-invalid", `${own.label}.${relation} is no manyToMany.`)
  const { link, target } = wayOf(own, found)
  if (own.key.length + target.key.length > 2) {
    throw new DataError("query-invalid", `${own.label}.${relation} links rows by keys of several columns.`)
  }
  return {
    name: link!.name,
    columns: new Map([
      [columns[0], { name: link!.own[0]!, stored: own.key[0] }],
      [columns[1], { name: link!.target[0]!, stored: target.key[0] }],
    ]),
    table: undefined,
  }
}
