import type { Dialect } from "../dialects/dialect.ts"
import { DataError } from "../errors.ts"
import type { Table } from "../model/table/table.ts"
import { wayOf } from "../model/table/way.ts"
import { everything } from "./condition/condition.ts"
import { readCondition } from "./condition/reading.ts"
import type { OrderTerm } from "./compile/order.ts"
import type { Branch, WithTree } from "./compile/with-tree.ts"
import { readOrder } from "./reading-order.ts"

/** Relations to load, as a user writes them. */
export type RawWith = { readonly [relation: string]: true | RawBranch | undefined }

interface RawBranch {
  readonly with?: RawWith
  readonly where?: Readonly<Record<string, unknown>>
  readonly orderBy?: Readonly<Record<string, unknown>>
  readonly limit?: number
}

/** What to load with the entities of a table. @throws DataError `query-invalid` */
export function readWith(table: Table, dialect: Dialect, raw: RawWith | undefined): WithTree | undefined {
  // Nearly always there is nothing to read: the tree is as it is written.
  if (!raw || isPlain(raw)) return raw as WithTree | undefined
  const tree: Record<string, true | Branch | undefined> = {}
  for (const [name, branch] of Object.entries(raw)) {
    tree[name] = typeof branch === "object" ? readBranch(table, dialect, name, branch) : branch
  }
  return tree
}

function isPlain(raw: RawWith): boolean {
  for (const name in raw) {
    const branch = raw[name]
    if (typeof branch !== "object") continue
    for (const key in branch) if (key !== "with") return false
    if (branch.with && !isPlain(branch.with)) return false
  }
  return true
}

function readBranch(table: Table, dialect: Dialect, name: string, raw: RawBranch): Branch {
  const relation = table.relations.get(name)
  if (!relation) throw invalid(table, name, "is no relation that could be loaded")
  const { target } = wayOf(table, relation)
  const { where, orderBy, limit } = raw
  const inner = readWith(target, dialect, raw.with)
  if (where === undefined && orderBy === undefined && limit === undefined) return { with: inner }
  if (relation.kind === "belongsTo" || relation.kind === "hasOne") {
    throw invalid(table, name, "leads to one row: there is no part of it")
  }
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0)) {
    throw invalid(table, name, "has a limit that is no whole number from 0")
  }
  const condition = where === undefined ? everything : readCondition(target, dialect, where)
  const order = Object.entries(orderBy ?? {}).map(([column, direction]): OrderTerm =>
    readOrder(target, column, direction),
  )
  return { with: inner, part: { condition, order, limit } }
}

function invalid(table: Table, name: string, reason: string): DataError {
  return new DataError("query-invalid", `In a query of ${table.label}, "${name}" ${reason}.`)
}
