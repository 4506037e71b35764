import type { z } from "zod"
import type { Relation } from "../../model/relation.ts"
import type { AnyModel, ColumnName, Embedded, EmbeddedKey, ForeignKey } from "../../model/types.ts"
import type { ColumnReference } from "./column-reference.ts"

/**
 * Comparisons with one column; several have to hold together. A null in the row is neither equal nor
 * unequal to anything, as everywhere in SQL: ask with `isNull`.
 *
 * @typeParam Name columns of the same row that it may be compared with by `column("name")`
 */
export interface Comparisons<T, Name extends string = never> {
  readonly eq?: T | ColumnReference<Name>
  readonly ne?: T | ColumnReference<Name>
  readonly gt?: T | ColumnReference<Name>
  readonly gte?: T | ColumnReference<Name>
  readonly lt?: T | ColumnReference<Name>
  readonly lte?: T | ColumnReference<Name>
  readonly in?: readonly T[]
  readonly notIn?: readonly T[]
  /** Both ends included. */
  readonly between?: readonly [low: T, high: T]
  /** SQL LIKE: `%` is any text, `_` any character, `\` makes either itself. Upper and lower case differ. */
  readonly like?: Text<T>
  /** The same where upper and lower case do not differ. */
  readonly ilike?: Text<T>
  /** The text somewhere in it, at its beginning, at its end: `%` and `_` are characters like any other. */
  readonly contains?: Text<T>
  readonly startsWith?: Text<T>
  readonly endsWith?: Text<T>
  readonly isNull?: boolean
}

type Text<T> = T extends string ? string : never

type Scalar = string | number | bigint | boolean | Date | Uint8Array

type ColumnCondition<T, Name extends string = never> = [NonNullable<T>] extends [Scalar]
  ? T | Comparisons<NonNullable<T>, Name>
  : { readonly isNull: boolean }

/** A key of several columns is compared by those that are named. */
type KeyCondition<T, Name extends string> = [NonNullable<T>] extends [Scalar]
  ? ColumnCondition<T, Name>
  : Partial<NonNullable<T>> | (null extends T ? null : never)

type RelationCondition<R> =
  R extends Relation<infer M extends AnyModel, infer Kind, infer Nullable>
    ?
        | InstanceType<M>
        | Where<M>
        | (Kind extends "hasMany" | "manyToMany" ? Quantified<M> : never)
        | (Kind extends "belongsTo" | "hasOne" ? (Nullable extends true ? null : never) : never)
    : never

/** How many rows of a list are like something. A list without rows has no row that is otherwise. */
export interface Quantified<M extends AnyModel> {
  readonly some?: Where<M>
  readonly every?: Where<M>
  readonly none?: Where<M>
}

/** Whatever a codec makes is compared in its stored form. */
type CodecCondition<T> =
  | T
  | Omit<Comparisons<NonNullable<T>>, "like" | "ilike" | "contains" | "startsWith" | "endsWith">
type HasCodec<C> =
  C extends z.ZodCodec<any, any>
    ? true
    : C extends z.ZodOptional<infer Inner> | z.ZodNullable<infer Inner> | z.ZodDefault<infer Inner>
      ? HasCodec<Inner>
      : false

/** A value object is compared by the columns that are named. */
type EmbeddedCondition<C extends z.ZodType, Name extends string> =
  | {
      readonly [K in EmbeddedKey<C>]?: ColumnCondition<NonNullable<z.input<C>>[K & keyof NonNullable<z.input<C>>], Name>
    }
  | (HasCodec<C> extends true ? z.output<C> : never)
  | (null extends z.output<C> ? null : never)

type FieldCondition<C, Name extends string> =
  C extends Embedded<z.ZodType>
    ? EmbeddedCondition<C, Name>
    : C extends z.ZodType
      ? HasCodec<C> extends true
        ? CodecCondition<z.output<C>>
        : ColumnCondition<z.output<C>, Name>
      : RelationCondition<C>

/**
 * What rows have to be like. A column is compared with a value or by operators; a relation with an entity,
 * or with what an entity at its other end, at least one, has to be like. Everything named has to hold.
 */
export type Where<M extends AnyModel> = {
  readonly [K in keyof M["fields"]]?: FieldCondition<M["fields"][K], ColumnName<M> & string>
} & {
  readonly [
    K in keyof M["fields"] as M["fields"][K] extends Relation<any, "belongsTo"> ? `${K & string}Id` : never
  ]?: KeyCondition<ForeignKey<M["fields"][K]>, ColumnName<M> & string>
} & {
  readonly and?: readonly Where<M>[]
  readonly or?: readonly Where<M>[]
  readonly not?: Where<M>
}
