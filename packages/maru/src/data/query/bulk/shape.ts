import type { Dialect } from "../../dialects/dialect.ts"
import type { Table } from "../../model/table/table.ts"
import { conditionsKey } from "../compile/shape.ts"
import type { Condition } from "../condition/condition.ts"
import { conditionHidden, conditionParameters, conditionSql } from "../condition/condition-sql.ts"
import type { Assignment } from "./update.ts"

/** A change, or the deletion, of all rows that are like something. */
export interface BulkShape {
  readonly table: Table
  readonly conditions: readonly Condition[]
  /** What is set; undefined to delete. */
  readonly set: readonly Assignment[] | undefined
}

/** Text that is equal for statements of the same SQL. */
export function bulkKey({ table, conditions, set }: BulkShape): string {
  const assignments = set?.map(({ column, key }) => `${column.property}${key}`).join()
  return `bulk|${table.name}|${assignments ?? "delete"}|${conditionsKey(conditions)}`
}

/** The statement with "?" for its parameters, and which of them are hidden. */
export function compileBulk(
  { table, conditions, set }: BulkShape,
  dialect: Dialect,
): { sql: string; hidden: boolean[] } {
  const hidden = (set ?? []).flatMap(({ column, parameters }) => parameters.map(() => column.hidden))
  const name = dialect.quote(table.name)
  const names = { next: 0 }
  for (const condition of conditions) conditionHidden(condition, hidden)
  // The table's own name, because not every engine has an alias here.
  const where = conditions.map((condition) => conditionSql(condition, name, dialect, names)).join(" AND ")
  const assignments = set?.map(({ column, sql }) => `${dialect.quote(column.name)} = ${sql}`).join(", ")
  const start = assignments === undefined ? `DELETE FROM ${name}` : `UPDATE ${name} SET ${assignments}`
  return { sql: where === "" ? start : `${start} WHERE ${where}`, hidden }
}

/** Parameters in the order of the SQL. */
export function bulkParameters({ conditions, set }: BulkShape, dialect: Dialect): unknown[] {
  const values = (set ?? []).flatMap(({ parameters }) => parameters)
  for (const condition of conditions) conditionParameters(condition, dialect, values)
  return values
}
