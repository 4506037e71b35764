import type { SchemaConnection } from "../../../schema-connection.ts"
import type { DeleteAction, Schema, SchemaColumn, SchemaPart } from "../../../migrate/schema/schema.ts"

// Everything in the schema that unqualified names mean, but what belongs to Maru or to an extension.
const own = `c.relnamespace = current_schema()::regnamespace AND c.relname NOT LIKE '\\_maru\\_%'
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`

const relations = `SELECT c.relname, c.relkind::text, CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END
  FROM pg_class c WHERE c.relkind IN ('r', 'p', 'v') AND ${own} ORDER BY c.oid`

const columns = `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), l.collname, a.attnotnull,
    pg_get_expr(d.adbin, d.adrelid), a.attidentity::text
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_collation l ON l.oid = a.attcollation AND a.attcollation <> t.typcollation
  WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND ${own} ORDER BY c.oid, a.attnum`

const names = (relation: string, numbers: string): string =>
  `ARRAY(SELECT a.attname::text FROM unnest(${numbers}) WITH ORDINALITY AS u (num, place)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = u.num ORDER BY place)`

const constraints = `SELECT c.relname, n.conname, n.contype::text, to_json(${names("n.conrelid", "n.conkey")})::text, f.relname,
    to_json(${names("n.confrelid", "n.confkey")})::text, n.confdeltype::text, pg_get_expr(n.conbin, n.conrelid)
  FROM pg_constraint n JOIN pg_class c ON c.oid = n.conrelid LEFT JOIN pg_class f ON f.oid = n.confrelid
  WHERE n.contype IN ('p', 'u', 'f', 'c') AND ${own} ORDER BY n.oid`

const indexes = `SELECT c.relname, x.relname, i.indisunique, to_json(${names("i.indrelid", "i.indkey::int2[]")})::text
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid
  WHERE NOT EXISTS (SELECT FROM pg_constraint n WHERE n.conindid = i.indexrelid AND n.contype IN ('p', 'u')) AND ${own}
  ORDER BY x.oid`

const actions: Readonly<Record<string, DeleteAction>> = {
  a: "no action",
  r: "restrict",
  c: "cascade",
  n: "set null",
  d: "set default",
}

/** What the current schema of a PostgreSQL database looks like. */
export async function readSchema(connection: SchemaConnection): Promise<Schema> {
  const found = await connection.rows(relations)
  const byTable = async (sql: string): Promise<Map<unknown, unknown[][]>> =>
    Map.groupBy(await connection.rows(sql), ([table]) => table)
  const [columnRows, constraintRows, indexRows] = [
    await byTable(columns),
    await byTable(constraints),
    await byTable(indexes),
  ]
  const tables = found.filter(([, kind]) => kind !== "v")
  const views = found.filter(([, kind]) => kind === "v")
  return {
    tables: tables.map(([name]) => {
      const limits = constraintRows.get(name) ?? []
      const key = limits.find(([, , kind]) => kind === "p")
      return {
        name: String(name),
        columns: (columnRows.get(name) ?? []).map((row) => columnOf(row)),
        key: key ? list(key[3]) : [],
        parts: [...limits.flatMap(constraintOf), ...(indexRows.get(name) ?? []).map((row) => indexOf(row))],
      }
    }),
    views: views.map(([name, , query]) => ({ name: String(name), query: String(query).trim().replace(/;$/, "") })),
  }
}

function columnOf([, name, type, collation, required, value, identity]: unknown[]): SchemaColumn {
  return {
    name: String(name),
    type: collation === null ? typeOf(String(type)) : `${typeOf(String(type))} COLLATE "${String(collation)}"`,
    nullable: required !== true,
    ...(value === null ? {} : { default: String(value) }),
    ...(identity === "" ? {} : { generated: true }),
  }
}

/** The short name where a type has one. */
function typeOf(type: string): string {
  return type
    .replace(/^character varying/, "varchar")
    .replace(/^timestamp(\(\d\))? with time zone/, (_, digits: string | undefined) => `timestamptz${digits ?? ""}`)
}

function constraintOf([, conname, kind, own, target, others, onDelete, expression]: unknown[]): SchemaPart[] {
  const name = String(conname)
  const columns = list(own)
  if (kind === "u") return [{ kind: "unique", name, columns }]
  if (kind === "c") return [{ kind: "check", name, expression: String(expression) }]
  if (kind !== "f") return []
  const action = actions[String(onDelete)]!
  return [{ kind: "foreign key", name, columns, target: String(target), targetColumns: list(others), onDelete: action }]
}

function indexOf([, name, unique, columns]: unknown[]): SchemaPart {
  return { kind: "index", name: String(name), columns: list(columns), ...(unique === true ? { unique: true } : {}) }
}

function list(json: unknown): string[] {
  return JSON.parse(String(json)) as string[]
}
