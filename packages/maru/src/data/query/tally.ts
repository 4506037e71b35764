import type { Dialect } from "../dialects/dialect.ts"
import { DataError } from "../errors.ts"
import type { Table } from "../model/table/table.ts"
import type { AnyModel, RelationName, TargetOf } from "../model/types.ts"
import { wayOf } from "../model/table/way.ts"
import { readCondition } from "./condition/reading.ts"
import { onlyUndeleted } from "./condition/undeleted.ts"
import type { Tally } from "./compile/shape.ts"
import type { Where } from "./condition/where.ts"

/**
 * Names of new properties, each with the relation whose rows are counted or looked for:
 * `{ commentCount: "comments", liked: { relation: "likedBy", where: { id: user.id } } }`.
 */
export interface Tallies<M extends AnyModel> {
  readonly [name: string]: RelationName<M> | TallyWhere<M>
}

/** A relation, and what its rows have to be like. */
export type TallyWhere<M extends AnyModel> = {
  [K in RelationName<M>]: { readonly relation: K; readonly where: Where<TargetOf<M["fields"][K]>> }
}[RelationName<M>]

/** As a user writes them, without types. */
export type RawTallies = Readonly<Record<string, string | { readonly relation: string; readonly where: object }>>

/** @throws DataError `query-invalid` */
export function readTallies(table: Table, dialect: Dialect, kind: Tally["kind"], raw: RawTallies): Tally[] {
  return Object.entries(raw).map(([name, value]) => {
    const { relation, where } = typeof value === "string" ? { relation: value, where: {} } : value
    const found = table.relations.get(relation)
    if (!found)
      throw new DataError("query-invalid", `${table.label} has no relation "${relation}" that could be counted.`)
    if (table.byProperty.has(name) || table.relations.has(name)) {
      throw new DataError(
        "query-invalid",
        `A count cannot be named "${name}": ${table.label} has a property of this name.`,
      )
    }
    const way = wayOf(table, found)
    const condition = readCondition(way.target, dialect, where as Record<string, unknown>)
    return {
      name,
      kind,
      relation,
      way,
      condition: way.forward ? condition : onlyUndeleted(way.target, condition),
    }
  })
}
