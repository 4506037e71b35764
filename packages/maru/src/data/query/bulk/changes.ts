import type { z } from "zod"
import type { Relation } from "../../model/relation.ts"
import type { AnyModel, ColumnKey, ForeignKey, RelationKey, TargetOf } from "../../model/types.ts"
import type { Expression, Increment } from "./expression.ts"

type Numeric = number | bigint | string

/** What rows are changed to: values, or how they follow from what the rows have. */
export type Changes<M extends AnyModel> = {
  readonly [K in ColumnKey<M["fields"]>]?: Change<M["fields"][K]>
} & {
  readonly [K in RelationKey<M["fields"], "belongsTo">]?:
    | InstanceType<TargetOf<M["fields"][K]>>
    | (M["fields"][K] extends Relation<any, "belongsTo", true> ? null : never)
} & {
  readonly [K in RelationKey<M["fields"], "belongsTo"> as `${K & string}Id`]?: ForeignKey<M["fields"][K]>
}

type Change<S> = S extends z.ZodType
  ? z.input<S> | Expression | (NonNullable<z.output<S>> extends Numeric ? Increment : never)
  : never
