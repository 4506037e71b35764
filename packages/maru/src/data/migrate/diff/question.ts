import type { Schema, SchemaColumn, SchemaTable } from "../schema/schema.ts"
import { type Answers, splitPlace } from "./answers.ts"

/** Something that two schemas leave open, and only a person knows. */
export type Question =
  | {
      /** What is gone may have got another name, or is to be dropped. */
      readonly kind: "rename"
      /** "table" or "table.column". */
      readonly place: string
      /** What it may be called now. */
      readonly candidates: readonly string[]
    }
  | {
      /** Rows that are there already need a value. */
      readonly kind: "fill"
      readonly place: string
      readonly column: SchemaColumn
    }

/** What is still open between two schemas. */
export function questionsOf(from: Schema, to: Schema, answers: Answers): Question[] {
  const before = new Map(from.tables.map((table) => [answers.tables.get(table.name) ?? table.name, table]))
  const pairs = to.tables.flatMap((table) => {
    const was = before.get(table.name)
    return was ? [{ was, table }] : []
  })
  return [
    ...renamedTables(from, to, answers),
    ...pairs.flatMap(({ was, table }) => renamedColumns(was, table, answers)),
    ...pairs.flatMap(({ was, table }) => missingValues(was, table, answers)),
  ]
}

function renamedTables(from: Schema, to: Schema, { tables, drops }: Answers): Question[] {
  const targets = new Set(tables.values())
  const known = new Set([...from.tables.map(({ name }) => name), ...targets])
  const added = to.tables.filter(({ name }) => !known.has(name))
  const kept = new Set([...to.tables.map(({ name }) => name), ...tables.keys(), ...drops])
  return from.tables.flatMap((table): Question[] => {
    if (kept.has(table.name)) return []
    const candidates = added.filter((other) => alike(table, other)).map(({ name }) => name)
    return candidates.length > 0 ? [{ kind: "rename", place: table.name, candidates }] : []
  })
}

/** Whether half of the columns of either table are also in the other. */
function alike(one: SchemaTable, other: SchemaTable): boolean {
  const columns = new Set(other.columns.map(({ name, type }) => `${name} ${type}`))
  const common = one.columns.filter(({ name, type }) => columns.has(`${name} ${type}`)).length
  return common * 2 >= Math.max(one.columns.length, other.columns.length)
}

function renamedColumns(was: SchemaTable, table: SchemaTable, { columns, drops }: Answers): Question[] {
  const own = [...columns].filter(([place]) => splitPlace(place)[0] === was.name)
  const known = new Set([...was.columns.map(({ name }) => name), ...own.map(([, name]) => name)])
  const added = table.columns.filter(({ name }) => !known.has(name))
  const kept = new Set(table.columns.map(({ name }) => name))
  return was.columns.flatMap((column): Question[] => {
    const place = `${was.name}.${column.name}`
    if (kept.has(column.name) || columns.has(place) || drops.has(place)) return []
    const candidates = added.filter(({ type }) => type === column.type).map(({ name }) => `${table.name}.${name}`)
    return candidates.length > 0 ? [{ kind: "rename", place, candidates }] : []
  })
}

/** Columns that need a value for rows that are there already. */
function missingValues(was: SchemaTable, table: SchemaTable, { columns, fills }: Answers): Question[] {
  const names = new Map(
    [...columns].flatMap(([place, to]) => (splitPlace(place)[0] === was.name ? [[splitPlace(place)[1], to]] : [])),
  )
  const before = new Map(was.columns.map((column) => [names.get(column.name) ?? column.name, column]))
  return table.columns.flatMap((column): Question[] => {
    const place = `${table.name}.${column.name}`
    const old = before.get(column.name)
    const open = old ? old.nullable : column.default === undefined && !column.generated
    return open && !column.nullable && !fills.has(place) ? [{ kind: "fill", place, column }] : []
  })
}
