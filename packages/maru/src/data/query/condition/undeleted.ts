import type { Table } from "../../model/table/table.ts"
import type { ListPart } from "../compile/with-tree.ts"
import { type Condition, everything } from "./condition.ts"

const conditions = new WeakMap<Table, Condition>()

/** That a row does not say it was deleted; undefined where deleted rows are gone. One condition for each table. */
export function undeleted(table: Table): Condition | undefined {
  if (!table.deletion) return undefined
  const known = conditions.get(table)
  if (known) return known
  const made: Condition = Object.freeze({ kind: "null", column: table.deletion, yes: true })
  conditions.set(table, made)
  return made
}

/** A condition of rows that a relation reaches, which leaves deleted ones out. */
export function onlyUndeleted(table: Table, condition: Condition): Condition {
  const alive = undeleted(table)
  if (!alive) return condition
  return condition === everything ? alive : { kind: "and", parts: [alive, condition] }
}

/** A part of a list without deleted rows; undefined where that is the whole list. */
export function undeletedPart(table: Table, part: ListPart | undefined): ListPart | undefined {
  if (!table.deletion) return part
  const { condition, order, limit } = part ?? { condition: everything, order: [], limit: undefined }
  return { condition: onlyUndeleted(table, condition), order, limit }
}
