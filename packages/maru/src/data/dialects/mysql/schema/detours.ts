import type { Operation } from "../../../migrate/diff/operation.ts"
import { columnsIn } from "../../../migrate/schema/expression.ts"
import type { Schema, SchemaPart, SchemaTable } from "../../../migrate/schema/schema.ts"

/** A constraint that stays, but stands in the way of what is done meanwhile. */
export interface Detour {
  readonly table: string
  readonly part: SchemaPart
}

/** What the operations do to one table, as far as it stands in the way of constraints. */
interface Touched {
  /** Columns of another type. */
  readonly altered: Set<string>
  /** Columns of another name. */
  readonly renamed: Set<string>
  /** First columns of indexes and keys that go. */
  readonly unindexed: Set<string>
}

/**
 * The constraints to be taken off and put back. MySQL alters no column that a foreign key uses, drops no index that
 * one needs, and renames no column that a check mentions.
 */
export function detours(operations: readonly Operation[], to: Schema): Detour[] {
  const touched = touchedBy(operations)
  const coming = new Set(operations.flatMap(newPart))
  const created = new Set(operations.flatMap((each) => (each.kind === "create table" ? each.table.name : [])))
  const old = to.tables.filter(({ name }) => !created.has(name))
  return old.flatMap((table) =>
    table.parts
      .filter((part) => !coming.has(`${table.name}.${part.name}`) && inTheWay(part, table, touched))
      .map((part) => ({ table: table.name, part })),
  )
}

function newPart(operation: Operation): string[] {
  if (operation.kind === "add part") return [`${operation.table}.${operation.part.name}`]
  return operation.kind === "rename part" ? [`${operation.table}.${operation.to.name}`] : []
}

function touchedBy(operations: readonly Operation[]): Map<string, Touched> {
  const touched = new Map<string, Touched>()
  const of = (table: string): Touched => {
    if (!touched.has(table)) touched.set(table, { altered: new Set(), renamed: new Set(), unindexed: new Set() })
    return touched.get(table)!
  }
  for (const each of operations) {
    if (each.kind === "alter column") of(each.table).altered.add(each.to.name)
    if (each.kind === "rename column") of(each.table).renamed.add(each.to)
    if (each.kind === "drop key") of(each.table).unindexed.add(each.columns[0]!)
    if (each.kind === "drop part" && each.part.kind !== "check") of(each.table).unindexed.add(each.part.columns[0]!)
  }
  return touched
}

function inTheWay(part: SchemaPart, table: SchemaTable, touched: ReadonlyMap<string, Touched>): boolean {
  const own = touched.get(table.name)
  if (part.kind === "check") {
    return columnsIn(
      part.expression,
      table.columns.map(({ name }) => name),
    ).some((name) => own?.renamed.has(name))
  }
  if (part.kind !== "foreign key") return false
  const target = touched.get(part.target)
  const blocks = (side: Touched | undefined, names: readonly string[]): boolean =>
    side !== undefined && (names.some((name) => side.altered.has(name)) || side.unindexed.has(names[0]!))
  return blocks(own, part.columns) || blocks(target, part.targetColumns)
}
