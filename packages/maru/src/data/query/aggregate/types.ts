import type { AnyModel, ColumnName } from "../../model/types.ts"

/**
 * Numbers about many rows, by names of one's own: `"count"` for the rows themselves, and for a column its
 * `count` (values that are not null), `countDistinct`, `sum`, `avg`, `min` or `max`.
 */
export interface Aggregates<M extends AnyModel> {
  readonly [name: string]: "count" | AggregateOf<M>
}

export type AggregateOf<M extends AnyModel> =
  | { readonly count: ColumnName<M> }
  | { readonly countDistinct: ColumnName<M> }
  | { readonly sum: ColumnName<M> }
  | { readonly avg: ColumnName<M> }
  | { readonly min: ColumnName<M> }
  | { readonly max: ColumnName<M> }

type Value<M extends AnyModel, K> = K extends keyof InstanceType<M> ? NonNullable<InstanceType<M>[K]> : never

/** What an aggregate is: of no rows a count and a sum are 0, everything else is null. */
export type AggregateValue<M extends AnyModel, A> = A extends { readonly sum: infer K }
  ? Value<M, K>
  : A extends { readonly avg: unknown }
    ? number | null
    : A extends { readonly min: infer K } | { readonly max: infer K }
      ? Value<M, K> | null
      : number

/** All aggregates of a query, by their names. */
export type AggregateRow<M extends AnyModel, A> = { readonly [Name in keyof A]: AggregateValue<M, A[Name]> }

/** Comparisons of an aggregate with values of its type. */
export interface HavingComparisons<T> {
  readonly eq?: T
  readonly ne?: T
  readonly gt?: T
  readonly gte?: T
  readonly lt?: T
  readonly lte?: T
}

/** What groups have to be like, by the names of their aggregates. */
export type Having<Row> = { readonly [Name in keyof Row]?: HavingComparisons<NonNullable<Row[Name]>> }
