import type { z } from "zod"
import type { Relation } from "../model/relation.ts"
import type { AnyModel, ForeignKey } from "../model/types.ts"

/** Comparisons with one column; several have to hold together. */
export interface Comparisons<T> {
  readonly eq?: T
  readonly ne?: T
  readonly gt?: T
  readonly gte?: T
  readonly lt?: T
  readonly lte?: T
  readonly in?: readonly T[]
  /** SQL LIKE: `%` is any text, `_` any character. */
  readonly like?: T extends string ? string : never
  readonly isNull?: boolean
}

type ColumnCondition<T> = [NonNullable<T>] extends [string | number | bigint | boolean | Date | Uint8Array]
  ? T | Comparisons<NonNullable<T>>
  : { readonly isNull: boolean }

type RelationCondition<R> =
  R extends Relation<infer M extends AnyModel, infer Kind, infer Nullable>
    ?
        | InstanceType<M>
        | Where<M>
        | (Kind extends "belongsTo" | "hasOne" ? (Nullable extends true ? null : never) : never)
    : never

type FieldCondition<C> = C extends z.ZodType ? ColumnCondition<z.output<C>> : RelationCondition<C>

/**
 * What rows have to be like. A column is compared with a value or by operators; a relation with an entity,
 * or with what an entity at its other end, at least one, has to be like. Everything named has to hold.
 */
export type Where<M extends AnyModel> = {
  readonly [K in keyof M["fields"]]?: FieldCondition<M["fields"][K]>
} & {
  readonly [
    K in keyof M["fields"] as M["fields"][K] extends Relation<any, "belongsTo"> ? `${K & string}Id` : never
  ]?: ColumnCondition<ForeignKey<M["fields"][K]>>
} & {
  readonly and?: readonly Where<M>[]
  readonly or?: readonly Where<M>[]
  readonly not?: Where<M>
}
