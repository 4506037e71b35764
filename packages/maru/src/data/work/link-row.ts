import type { EntityObject } from "../mapping/mapping.ts"
import { fill } from "../model/entity/filling.ts"
import type { Table } from "../model/table/table.ts"
import { validateRow } from "./validation.ts"

/** The row of a link that has columns of its own; what it belongs to is known when it is written. @throws ValidationFailed */
export function linkRow(table: Table, values: object): EntityObject {
  const row: EntityObject = {}
  fill(row, table, values as EntityObject, () => undefined)
  validateRow(row, table)
  return row
}
