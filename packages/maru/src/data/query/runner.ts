import type { Dialect } from "../dialects/dialect.ts"
import type { AggregateShape } from "./aggregate/shape.ts"
import type { BulkShape } from "./bulk/shape.ts"
import type { Beside, QueryShape } from "./compile/shape.ts"

/** What a query needs of the session that it belongs to. */
export interface QueryRunner {
  readonly dialect: Dialect
  /** Signs cursors. */
  readonly cursorKey: string
  /** Entities, or plain objects where columns are selected. */
  items(shape: QueryShape, lock: boolean): Promise<object[]>
  /** The same, and what is read beside each of them. */
  found(shape: QueryShape, lock: boolean, beside: Beside): Promise<Found>
  /** The number of rows, or 1 or 0. */
  number(shape: QueryShape, what: "count" | "exists"): Promise<number>
  stream(shape: QueryShape, size: number): AsyncIterable<object>
  /** Plain objects, one for each group. */
  aggregates(shape: AggregateShape): Promise<object[]>
  /** The number of rows that were changed or deleted. */
  bulk(shape: BulkShape): Promise<number>
}

/** Items, and the values that were read beside them, as the driver gives them. */
export interface Found {
  readonly items: object[]
  readonly beside: readonly (readonly unknown[])[]
}
