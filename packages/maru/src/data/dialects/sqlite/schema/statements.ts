import type { Operation } from "../../../migrate/diff/operation.ts"
import { columnsIn } from "../../../migrate/schema/expression.ts"
import { partName } from "../../../migrate/schema/names.ts"
import { type Schema, type SchemaPart, type SchemaTable, tableNamed } from "../../../migrate/schema/schema.ts"
import { quote } from "../../quote.ts"
import { rebuild } from "./rebuild.ts"
import { columnSql, createIndex, createIndexes, createTable, inlineColumn, isLiteral } from "./table-sql.ts"

/** The statements of operations: ALTER TABLE where it can, otherwise the table is made anew. */
export function statements(operations: readonly Operation[], from: Schema, to: Schema): string[] {
  const renames = new Map(operations.flatMap((each) => (each.kind === "rename table" ? [[each.to, each.from]] : [])))
  const byTable = Map.groupBy(operations, tableOf)
  const rebuilt = new Set<string>()
  return operations.flatMap((operation) => {
    const name = tableOf(operation)
    const before = name === undefined ? undefined : tableNamed(from, renames.get(name) ?? name)
    const after = name === undefined ? undefined : tableNamed(to, name)
    if (name === undefined || !before || !after) return aloneSql(operation, to)
    if (rebuilt.has(name)) return []
    const steps = byTable.get(name)!
    if (steps.every((step) => canAlter(step, before, after, steps))) return alterSql(operation, after)
    rebuilt.add(name)
    return rebuild(before, after, steps)
  })
}

/** Table that an operation alters; undefined for those that concern a whole table or a view. */
function tableOf(operation: Operation): string | undefined {
  return "table" in operation && typeof operation.table === "string" ? operation.table : undefined
}

/** Foreign keys that are added to a new table, or taken from one that goes, are part of the table itself. */
function aloneSql(operation: Operation, to: Schema): string[] {
  switch (operation.kind) {
    case "create table": {
      const table = tableNamed(to, operation.table.name) ?? operation.table
      return [createTable(table), ...createIndexes(table)]
    }
    case "drop table":
      return [`DROP TABLE ${quote(operation.table.name)}`]
    case "rename table":
      return [`ALTER TABLE ${quote(operation.from)} RENAME TO ${quote(operation.to)}`]
    case "create view":
      return [`CREATE VIEW ${quote(operation.view.name)} AS ${operation.view.query}`]
    case "drop view":
      return [`DROP VIEW ${quote(operation.view.name)}`]
    default:
      return []
  }
}

/** Whether ALTER TABLE and CREATE INDEX can do it. */
function canAlter(step: Operation, from: SchemaTable, to: SchemaTable, steps: readonly Operation[]): boolean {
  switch (step.kind) {
    case "rename column":
      return true
    case "add column": {
      const { nullable, default: value, generated } = step.column
      return !generated && step.fill === undefined && (value === undefined ? nullable : isLiteral(value))
    }
    case "drop column":
      return !from.key.includes(step.column.name) && !from.parts.some((part) => holds(part, step.column.name, from))
    case "rename part":
      return step.to.kind !== "check" || (isDerived(step.from.name, from) && isDerived(step.to.name, to))
    case "add part":
    case "drop part":
      return step.part.kind === "index" || (step.kind === "add part" && comesAlong(step.part, to, steps))
    default:
      return false
  }
}

/** Whether the name of a check follows from its columns: then it is written nowhere. */
function isDerived(name: string, table: SchemaTable): boolean {
  const part = table.parts.find((each) => each.kind === "check" && each.name === name)
  const columns = table.columns.map((column) => column.name)
  return part?.kind === "check" && name === partName("check", table.name, columnsIn(part.expression, columns), Infinity)
}

/** Whether a constraint other than an index, which is dropped before, holds a column. */
function holds(part: SchemaPart, column: string, table: SchemaTable): boolean {
  if (part.kind === "index") return false
  const names = table.columns.map(({ name }) => name)
  return (part.kind === "check" ? columnsIn(part.expression, names) : part.columns).includes(column)
}

/** Whether a constraint is written beside a column that is added. */
function comesAlong(part: SchemaPart, to: SchemaTable, steps: readonly Operation[]): boolean {
  const column = inlineColumn(to, part)
  return part.kind !== "unique" && steps.some((step) => step.kind === "add column" && step.column.name === column)
}

function alterSql(step: Operation, to: SchemaTable): string[] {
  const table = `ALTER TABLE ${quote(to.name)}`
  switch (step.kind) {
    case "rename column":
      return [`${table} RENAME COLUMN ${quote(step.from)} TO ${quote(step.to)}`]
    case "add column":
      return [`${table} ADD COLUMN ${columnSql(to, step.column)}`]
    case "drop column":
      return [`${table} DROP COLUMN ${quote(step.column.name)}`]
    case "add part":
      return step.part.kind === "index" ? [createIndex(to.name, step.part)] : []
    case "drop part":
      return [`DROP INDEX ${quote(step.part.name)}`]
    case "rename part":
      return step.to.kind === "index" ? [`DROP INDEX ${quote(step.from.name)}`, createIndex(to.name, step.to)] : []
    default:
      return []
  }
}
