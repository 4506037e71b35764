import { DataError } from "../errors.ts"
import type { Table } from "../model/table/table.ts"
import type { AnyModel, ColumnName, RelationKey, TargetOf } from "../model/types.ts"
import { wayOf } from "../model/table/way.ts"
import { type Direction, type OrderTerm, nullsOf } from "./compile/order.ts"

/** How a column orders rows. */
export interface OrderOptions {
  readonly direction?: Direction
  /** Where rows without a value stand; null counts as the smallest value if nothing is said. */
  readonly nulls?: "first" | "last"
}

/** What rows can be ordered by: their columns, and those of rows they belong to. */
export type OrderName<M extends AnyModel> = ColumnName<M> | OwnerColumn<M["fields"]>

type OwnerColumn<F> = {
  [K in RelationKey<F, "belongsTo">]: `${K & string}.${ColumnName<TargetOf<F[K]>> & string}`
}[RelationKey<F, "belongsTo">]

/**
 * @param name a property, or that of a row it belongs to: "title", "author.name"
 * @throws DataError `query-invalid`
 */
export function readOrder(table: Table, name: string, options: unknown): OrderTerm {
  const { direction = "asc", nulls = nullsOf(direction) } = (
    typeof options === "object" && options !== null ? options : { direction: options }
  ) as OrderOptions
  if (direction !== "asc" && direction !== "desc") throw invalid(table, `an order is "asc" or "desc"`)
  if (nulls !== "first" && nulls !== "last") throw invalid(table, `nulls come "first" or "last"`)
  const own = table.byProperty.get(name)
  if (own) return { column: own, direction, nulls, via: undefined }
  const [relation = "", property = ""] = name.split(".")
  const found = table.relations.get(relation)
  const way = found?.kind === "belongsTo" ? wayOf(table, found) : undefined
  const column = way?.target.byProperty.get(property)
  if (way && column) return { column, direction, nulls, via: { relation, way } }
  throw invalid(table, `it has no column "${name}" to order by`)
}

function invalid(table: Table, reason: string): DataError {
  return new DataError("query-invalid", `A query of ${table.label} does not work: ${reason}.`)
}
