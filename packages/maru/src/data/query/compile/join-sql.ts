import type { Dialect } from "../../dialects/dialect.ts"
import type { Column } from "../../model/table/table.ts"

/** Columns of two tables that have to be equal, in their order. */
export function equalSql(
  left: string,
  columns: readonly string[],
  right: string,
  others: readonly string[],
  dialect: Dialect,
): string {
  const pairs = columns.map(
    (column, place) => `${left}.${dialect.quote(column)} = ${right}.${dialect.quote(others[place]!)}`,
  )
  return pairs.join(" AND ")
}

export function namesOf(columns: readonly Column[]): readonly string[] {
  return columns.map(({ name }) => name)
}
