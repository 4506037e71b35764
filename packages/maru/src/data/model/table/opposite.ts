import type { Table, TableRelation } from "./table.ts"
import { tableOf } from "./tables.ts"

const known = new WeakMap<TableRelation, readonly TableRelation[]>()

/** For a `belongsTo`: the `hasMany` and `hasOne` relations of the other model that lead back by it. */
export function oppositesOf(table: Table, relation: TableRelation): readonly TableRelation[] {
  const found = known.get(relation)
  if (found) return found
  const target = tableOf(relation.target)
  const opposites = [...target.relations.values()].filter(
    ({ kind, options, target: back }) =>
      (kind === "hasMany" || kind === "hasOne") &&
      options.by === relation.property &&
      tableOf(back).name === table.name,
  )
  known.set(relation, opposites)
  return opposites
}
