import type { Column, Table } from "../model/table.ts"
import type { Way } from "../model/way.ts"
import type { Condition } from "./condition.ts"
import { conditionKey } from "./condition-sql.ts"
import { type WithTree, withKey } from "./selection.ts"

/** Order of a column: the smallest value first, or the largest. */
export type Direction = "asc" | "desc"

/** A number or a yes/no about related rows, read without loading them. */
export interface Tally {
  readonly name: string
  readonly kind: "count" | "exists"
  readonly relation: string
  readonly way: Way
  readonly condition: Condition
}

/** Everything about a query, as frozen data. */
export interface QueryShape {
  readonly table: Table
  readonly conditions: readonly Condition[]
  readonly order: readonly { readonly column: Column; readonly direction: Direction }[]
  readonly with: WithTree | undefined
  readonly tallies: readonly Tally[]
  readonly limit: number | undefined
  readonly offset: number | undefined
}

/** Text that is equal for queries of the same SQL. */
export function shapeKey(shape: QueryShape): string {
  let key = `${shape.table.name}|${withKey(shape.with)}|`
  for (const condition of shape.conditions) key += `${conditionKey(condition)};`
  key += "|"
  for (const { column, direction } of shape.order) key += `${column.property} ${direction},`
  for (const tally of shape.tallies) {
    key += `|${tally.name}:${tally.kind}:${tally.relation}:${conditionKey(tally.condition)}`
  }
  return `${key}|${shape.limit === undefined ? "" : "l"}${shape.offset === undefined ? "" : "o"}`
}
