import type { Relation } from "../../model/relation.ts"
import type { AnyModel, ColumnName, RelationKey, TargetOf } from "../../model/types.ts"
import type { Direction } from "../compile/order.ts"
import type { Where } from "./where.ts"

/** Relations to load with an entity, and those of the entities that come with it. */
export type With<M extends AnyModel> = {
  readonly [K in RelationKey<M["fields"]>]?: true | WithBranch<M["fields"][K]>
}

type WithBranch<R> =
  R extends Relation<any, "belongsTo" | "hasOne"> ? { readonly with: With<TargetOf<R>> } : WithPart<TargetOf<R>>

/**
 * A part of a list. A list that is not all of it counts as not loaded: `load` and `get` read it again, and
 * entities that are added do not appear in it.
 */
export interface WithPart<M extends AnyModel> {
  readonly with?: With<M>
  readonly where?: Where<M>
  /** Columns, each with its direction, in the order of their weight. */
  readonly orderBy?: { readonly [K in ColumnName<M>]?: Direction }
  /** Most rows for each owner. */
  readonly limit?: number
}
