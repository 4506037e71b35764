import type { SchemaConnection } from "../../../schema-connection.ts"
import { columnsIn } from "../../../migrate/schema/expression.ts"
import type { DeleteAction, Schema, SchemaColumn, SchemaPart } from "../../../migrate/schema/schema.ts"

const relations = `SELECT t.table_name, t.table_type, v.view_definition
  FROM information_schema.tables t LEFT JOIN information_schema.views v
    ON v.table_schema = t.table_schema AND v.table_name = t.table_name
  WHERE t.table_schema = database() AND t.table_name NOT LIKE '\\_maru\\_%' ORDER BY t.create_time, t.table_name`

const columns = `SELECT table_name, column_name, column_type, collation_name, is_nullable, column_default, extra
  FROM information_schema.columns WHERE table_schema = database() ORDER BY table_name, ordinal_position`

const indexes = `SELECT table_name, index_name, non_unique, column_name
  FROM information_schema.statistics WHERE table_schema = database() ORDER BY table_name, index_name, seq_in_index`

const foreignKeys = `SELECT k.table_name, k.constraint_name, k.column_name, k.referenced_table_name, k.referenced_column_name, r.delete_rule
  FROM information_schema.key_column_usage k JOIN information_schema.referential_constraints r
    ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name AND r.table_name = k.table_name
  WHERE k.table_schema = database() AND k.referenced_table_name IS NOT NULL
  ORDER BY k.table_name, k.constraint_name, k.ordinal_position`

const checks = {
  mariadb: `SELECT table_name, constraint_name, check_clause, level
    FROM information_schema.check_constraints WHERE constraint_schema = database() ORDER BY table_name, constraint_name`,
  mysql: `SELECT t.table_name, c.constraint_name, c.check_clause, 'Table'
    FROM information_schema.check_constraints c JOIN information_schema.table_constraints t
      ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
    WHERE c.constraint_schema = database() ORDER BY t.table_name, c.constraint_name`,
} as const

/** What a MySQL or MariaDB database looks like. */
export async function readSchema(connection: SchemaConnection): Promise<Schema> {
  const [version] = await connection.rows("SELECT version()")
  const server = /mariadb/i.test(String(version![0])) ? "mariadb" : "mysql"
  const found = await connection.rows(relations)
  const columnRows = await rowsByTable(connection, columns)
  const indexRows = await rowsByTable(connection, indexes)
  const foreignRows = await rowsByTable(connection, foreignKeys)
  const checkRows = await rowsByTable(connection, checks[server])
  const tables = found.filter(([, type]) => type !== "VIEW").map(([name]) => String(name))
  return {
    tables: tables.map((name) => {
      const own = indexesOf(indexRows.get(name) ?? [])
      const limits = checkRows.get(name) ?? []
      return {
        name,
        columns: (columnRows.get(name) ?? []).map((row) => columnOf(row, server, limits)),
        key: own.find((index) => index.name === "PRIMARY")?.columns ?? [],
        parts: [
          ...own.filter((index) => index.name !== "PRIMARY"),
          ...foreignKeysOf(foreignRows.get(name) ?? []),
          ...limits.filter(([, , , level]) => level === "Table").map((row) => checkOf(row)),
        ],
      }
    }),
    views: found
      .filter(([, type]) => type === "VIEW")
      .map(([name, , query]) => ({ name: String(name), query: String(query) })),
  }
}

async function rowsByTable(connection: SchemaConnection, sql: string): Promise<Map<string, unknown[][]>> {
  return Map.groupBy(await connection.rows(sql), ([table]) => String(table))
}

function columnOf(row: unknown[], server: "mariadb" | "mysql", limits: readonly unknown[][]): SchemaColumn {
  const [, name, type, collation, nullable, value, extra] = row
  const onUpdate = /on update (\S+)/i.exec(String(extra))?.[1]
  const given = defaultOf(value, String(extra), server)
  return {
    name: String(name),
    type: typeOf(String(name), String(type), collation, limits),
    nullable: nullable === "YES",
    ...(given === undefined ? {} : { default: given }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
    ...(/auto_increment/i.test(String(extra)) ? { generated: true } : {}),
  }
}

/** MariaDB gives SQL, and "NULL" for none; MySQL gives the value itself, or an expression that it marks as such. */
function defaultOf(value: unknown, extra: string, server: "mariadb" | "mysql"): string | undefined {
  if (value === null || value === undefined || (server === "mariadb" && value === "NULL")) return undefined
  const text = String(value)
  if (server === "mariadb" || /DEFAULT_GENERATED/i.test(extra)) return text
  return /^-?[\d.]+$|^current_timestamp/i.test(text) ? text : `'${text.replaceAll("'", "''")}'`
}

const collations = new Set<unknown>([null, "utf8mb4_nopad_bin", "utf8mb4_0900_bin"])

/** MariaDB's json is a longtext with a check; the width of an integer, which some versions show, means nothing. */
function typeOf(name: string, type: string, collation: unknown, limits: readonly unknown[][]): string {
  // A column that is renamed keeps the name of its check, so the check itself has to tell.
  const isJson = limits.some(([, , clause, level]) => {
    return level === "Column" && /^json_valid\(/i.test(String(clause)) && columnsIn(String(clause), [name]).length > 0
  })
  if (isJson) return "json"
  const bare = type === "tinyint(1)" ? type : type.replace(/^((?:tiny|small|medium|big)?int)\(\d+\)/, "$1")
  return collations.has(collation) ? bare : `${bare} COLLATE ${String(collation)}`
}

function indexesOf(rows: readonly unknown[][]): (SchemaPart & { readonly columns: readonly string[] })[] {
  return [...Map.groupBy(rows, ([, name]) => String(name))].map(([name, group]) => ({
    kind: Number(group[0]![2]) === 0 ? "unique" : "index",
    name,
    columns: group.map((row) => String(row[3])),
  }))
}

function foreignKeysOf(rows: readonly unknown[][]): SchemaPart[] {
  return [...Map.groupBy(rows, ([, name]) => String(name))].map(([name, group]) => ({
    kind: "foreign key",
    name,
    columns: group.map((row) => String(row[2])),
    target: String(group[0]![3]),
    targetColumns: group.map((row) => String(row[4])),
    onDelete: String(group[0]![5]).toLowerCase() as DeleteAction,
  }))
}

/** MySQL escapes the quotes of literals in what it shows. */
function checkOf([, name, clause]: unknown[]): SchemaPart {
  const text = String(clause)
  return {
    kind: "check",
    name: String(name),
    expression: /_utf8mb4\\'/.test(text) ? text.replaceAll("\\'", "'") : text,
  }
}
