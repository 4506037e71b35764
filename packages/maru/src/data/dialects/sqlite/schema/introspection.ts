import type { SchemaConnection } from "../../../schema-connection.ts"
import { columnsIn } from "../../../migrate/schema/expression.ts"
import { partName } from "../../../migrate/schema/names.ts"
import type { DeleteAction, Schema, SchemaColumn, SchemaPart, SchemaTable } from "../../../migrate/schema/schema.ts"
import { checksIn } from "./checks.ts"

/** What a SQLite database looks like. Its constraints have no names, so they are given those that models give. */
export async function readSchema(connection: SchemaConnection): Promise<Schema> {
  const entries = await connection.rows(
    `SELECT type, name, sql FROM sqlite_schema
     WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_maru\\_%' ESCAPE '\\'
     ORDER BY rowid`,
  )
  const tables: SchemaTable[] = []
  const views = entries.filter(([type]) => type === "view")
  for (const [type, name, sql] of entries as string[][]) {
    if (type === "table") tables.push(await readTable(connection, name!, sql!))
  }
  return {
    tables,
    views: views.map(([, name, sql]) => ({ name: String(name), query: String(sql).replace(/^.*?\sAS\s+/is, "") })),
  }
}

async function readTable(connection: SchemaConnection, name: string, sql: string): Promise<SchemaTable> {
  const rows = await connection.rows(`SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)`, [name])
  const key = rows.filter(([, , , , pk]) => Number(pk) > 0).sort((a, b) => Number(a[4]) - Number(b[4]))
  const counted = /\bAUTOINCREMENT\b/i.test(sql)
  const columns = rows.map((row) => columnOf(row, counted))
  const names = columns.map((column) => column.name)
  const checks = checksIn(sql).map(({ name: given, expression }): SchemaPart => {
    const about = columnsIn(expression, names)
    return { kind: "check", name: given ?? partName("check", name, about, Infinity), expression }
  })
  const parts = [...(await readIndexes(connection, name)), ...(await readForeignKeys(connection, name)), ...checks]
  return { name, columns, key: key.map((row) => String(row[0])), parts }
}

function columnOf([name, type, notNull, value, pk]: unknown[], counted: boolean): SchemaColumn {
  const isKey = Number(pk) > 0
  return {
    name: String(name),
    type: String(type).toUpperCase(),
    nullable: !isKey && Number(notNull) === 0,
    ...(value === null ? {} : { default: String(value) }),
    ...(isKey && counted ? { generated: true } : {}),
  }
}

async function readIndexes(connection: SchemaConnection, table: string): Promise<SchemaPart[]> {
  const rows = await connection.rows(
    `SELECT l.name, l."unique", l.origin, i.name FROM pragma_index_list(?) l, pragma_index_info(l.name) i
     WHERE l.origin <> 'pk' ORDER BY l.seq DESC, i.seqno`,
    [table],
  )
  const grouped = Map.groupBy(rows, ([name]) => String(name))
  return [...grouped].map(([name, parts]): SchemaPart => {
    const columns = parts.map((row) => String(row[3]))
    const [, unique, origin] = parts[0]!
    if (origin === "u") return { kind: "unique", name: partName("unique", table, columns, Infinity), columns }
    return { kind: "index", name, columns, ...(Number(unique) === 1 ? { unique: true } : {}) }
  })
}

async function readForeignKeys(connection: SchemaConnection, table: string): Promise<SchemaPart[]> {
  const rows = await connection.rows(
    `SELECT f.id, f."table", f."from", coalesce(f."to", (SELECT name FROM pragma_table_info(f."table") WHERE pk = f.seq + 1)),
            f.on_delete
     FROM pragma_foreign_key_list(?) f ORDER BY f.id DESC, f.seq`,
    [table],
  )
  return [...Map.groupBy(rows, ([id]) => id).values()].map((group): SchemaPart => {
    const columns = group.map((row) => String(row[2]))
    return {
      kind: "foreign key",
      name: partName("foreign key", table, columns, Infinity),
      columns,
      target: String(group[0]![1]),
      targetColumns: group.map((row) => String(row[3])),
      onDelete: String(group[0]![4]).toLowerCase() as DeleteAction,
    }
  })
}
