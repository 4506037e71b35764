import { oppositesOf } from "./opposite.ts"
import type { OnDelete } from "../relation.ts"
import type { Table, TableRelation } from "./table.ts"

/** What happens to a row when the row it belongs to is deleted. */
export function onDeleteOf(table: Table, relation: TableRelation): OnDelete {
  return relation.options.onDelete ?? (ownsOrphans(table, relation) ? "cascade" : "restrict")
}

/** Whether a row that belongs to nobody any more is to go away. */
export function ownsOrphans(table: Table, relation: TableRelation): boolean {
  return oppositesOf(table, relation).some(({ options }) => options.cascade === "delete-orphan")
}
