import type { Dialect } from "../../dialects/dialect.ts"
import type { Column, Table } from "../../model/table/table.ts"
import type { Way } from "../../model/table/way.ts"
import { equalSql, namesOf } from "./join-sql.ts"

/** Order of a column: the smallest value first, or the largest. */
export type Direction = "asc" | "desc"

/** One column that rows are ordered by. */
export interface OrderTerm {
  readonly column: Column
  readonly direction: Direction
  readonly nulls: "first" | "last"
  /** The row that has the column, undefined where it is our own. */
  readonly via: { readonly relation: string; readonly way: Way } | undefined
}

/** Text that is equal for equal orders. */
export function orderKey(terms: readonly OrderTerm[]): string {
  let key = ""
  for (const { column, direction, nulls, via } of terms) {
    key += `${via ? `${via.relation}.` : ""}${column.property} ${direction}${nulls === "first" ? "" : "l"},`
  }
  return key
}

/** Null counts as the smallest value, unless something else is said: the same on every engine. */
export function nullsOf(direction: Direction): "first" | "last" {
  return direction === "asc" ? "first" : "last"
}

/** The terms, and behind them the key, so that equal values never change places between two pages. */
export function completeOrder(table: Table, terms: readonly OrderTerm[]): readonly OrderTerm[] {
  const ordered = new Set(terms.map(({ column, via }) => (via ? undefined : column)))
  const direction = terms.at(-1)?.direction ?? "asc"
  const rest = table.key.filter((column) => !ordered.has(column))
  return [
    ...terms,
    ...rest.map((column): OrderTerm => ({ column, direction, nulls: nullsOf(direction), via: undefined })),
  ]
}

/** An order as parts of a SELECT. */
export interface OrderSql {
  readonly joins: readonly string[]
  /** The columns by themselves. */
  readonly expressions: readonly string[]
  /** What follows ORDER BY; empty without terms. */
  readonly text: string
}

/** @param alias of the table whose rows are ordered */
export function orderSql(terms: readonly OrderTerm[], alias: string, dialect: Dialect): OrderSql {
  const joins = new Map<string, string>()
  const expressions = terms.map(({ column, via }) => {
    const { quote } = dialect
    if (!via) return `${alias}.${quote(column.name)}`
    const { relation, way } = via
    const other = `o_${relation}`
    const on = equalSql(other, namesOf(way.target.key), alias, namesOf(way.forward!), dialect)
    joins.set(relation, `LEFT JOIN ${quote(way.target.name)} AS ${other} ON ${on}`)
    return `${other}.${quote(column.name)}`
  })
  const text = terms.map((term, place) => termSql(term, expressions[place]!, dialect)).join(", ")
  return { joins: [...joins.values()], expressions, text }
}

function termSql(term: OrderTerm, expression: string, { name }: Dialect): string {
  const { direction, nulls } = term
  const text = direction === "desc" ? `${expression} DESC` : expression
  if (!mayBeNull(term)) return text
  // PostgreSQL takes null for the largest value, the others for the smallest.
  const smallest = name !== "postgres"
  if ((nulls === nullsOf(direction)) === smallest) return text
  if (name !== "mysql") return `${text} NULLS ${nulls.toUpperCase()}`
  return `${expression} IS NULL${nulls === "first" ? " DESC" : ""}, ${text}`
}

/** Whether there can be no value: the column has none, or there is no row that has it. */
export function mayBeNull({ column, via }: OrderTerm): boolean {
  return column.nullable || (via?.way.forward!.some(({ nullable }) => nullable) ?? false)
}
