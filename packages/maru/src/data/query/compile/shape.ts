import type { Column, Table } from "../../model/table/table.ts"
import type { Way } from "../../model/table/way.ts"
import type { Condition } from "../condition/condition.ts"
import { conditionKey } from "../condition/condition-sql.ts"
import { type OrderTerm, orderKey } from "./order.ts"
import { type WithTree, withKey } from "./with-tree.ts"

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
  readonly order: readonly OrderTerm[]
  readonly with: WithTree | undefined
  readonly tallies: readonly Tally[]
  readonly limit: number | undefined
  readonly offset: number | undefined
  /** Columns of which plain objects are made; undefined for entities. */
  readonly select: readonly Column[] | undefined
  /** Of rows that are equal, only one. */
  readonly distinct: boolean
}

/** What is read beside the rows themselves. */
export type Beside = "" | "total" | "order"

/** Text that is equal for queries of the same SQL. */
export function shapeKey(shape: QueryShape): string {
  let key = `${shape.table.name}|${withKey(shape.with)}|${conditionsKey(shape.conditions)}|${orderKey(shape.order)}`
  for (const tally of shape.tallies) {
    key += `|${tally.name}:${tally.kind}:${tally.relation}:${conditionKey(tally.condition)}`
  }
  if (shape.select) {
    key += shape.distinct ? "|distinct " : "|select "
    for (const { property } of shape.select) key += `${property},`
  }
  return `${key}|${shape.limit === undefined ? "" : "l"}${shape.offset === undefined ? "" : "o"}`
}

export function conditionsKey(conditions: readonly Condition[]): string {
  let key = ""
  for (const condition of conditions) key += `${conditionKey(condition)};`
  return key
}
