import type { Dialect } from "../../dialects/dialect.ts"
import type { Column, Table } from "../../model/table/table.ts"
import { type OrderTerm, orderSql } from "../compile/order.ts"
import { conditionsKey } from "../compile/shape.ts"
import type { Condition } from "../condition/condition.ts"
import { conditionHidden, conditionParameters, conditionSql } from "../condition/condition-sql.ts"
import { type Aggregate, aggregateSql, keepsType } from "./aggregate.ts"

/** A condition on groups. */
export interface GroupCondition {
  readonly aggregate: Aggregate
  readonly operator: string
  readonly value: unknown
}

/** An order of groups: by one of the columns that make them, or by an aggregate. */
export interface GroupOrder {
  readonly by: Column | Aggregate
  readonly direction: "asc" | "desc"
}

/** Everything about a query of aggregates. */
export interface AggregateShape {
  readonly table: Table
  readonly conditions: readonly Condition[]
  /** Columns whose equal values make a group; without them all rows are one. */
  readonly groups: readonly Column[]
  readonly aggregates: readonly Aggregate[]
  readonly having: readonly GroupCondition[]
  readonly order: readonly GroupOrder[]
  readonly limit: number | undefined
  readonly offset: number | undefined
}

/** Text that is equal for queries of the same SQL. */
export function aggregateKey(shape: AggregateShape): string {
  const aggregates = shape.aggregates.map(keyOf).join()
  const having = shape.having.map(({ aggregate, operator }) => `${keyOf(aggregate)}${operator}`).join()
  const order = shape.order.map(({ by, direction }) => `${"operation" in by ? keyOf(by) : by.property} ${direction}`)
  const groups = shape.groups.map(({ property }) => property).join()
  const limit = `${shape.limit === undefined ? "" : "l"}${shape.offset === undefined ? "" : "o"}`
  const where = conditionsKey(shape.conditions)
  return `aggregate|${shape.table.name}|${where}|${groups}|${aggregates}|${having}|${order.join()}|${limit}`
}

function keyOf({ operation, column }: Aggregate): string {
  return `${operation}(${column?.property ?? "*"})`
}

/** The statement with "?" for its parameters, and which of them are hidden. */
export function compileAggregate(shape: AggregateShape, dialect: Dialect): { sql: string; hidden: boolean[] } {
  const { quote, values, text } = dialect
  const hidden: boolean[] = []
  const names = { next: 0 }
  for (const condition of shape.conditions) conditionHidden(condition, hidden)
  for (const { aggregate } of shape.having) hidden.push(aggregate.column?.hidden ?? false)
  const groups = shape.groups.map((column) => `t0.${quote(column.name)}`)
  const columns = [
    ...shape.groups.map((column, place) => values.select(column, groups[place]!)),
    ...shape.aggregates.map((aggregate) => {
      const sql = aggregateSql(aggregate, "t0", dialect)
      return keepsType(aggregate) ? values.select(aggregate.column!, sql) : sql
    }),
  ]
  const where = shape.conditions.map((condition) => conditionSql(condition, "t0", dialect, names))
  const having = shape.having.map(
    ({ aggregate, operator }) => `${aggregateSql(aggregate, "t0", dialect)} ${operator} ?`,
  )
  const parts = [
    `SELECT ${columns.join(", ")} FROM ${quote(shape.table.name)} AS t0`,
    where.length > 0 ? `WHERE ${where.join(" AND ")}` : "",
    groups.length > 0 ? `GROUP BY ${groups.join(", ")}` : "",
    having.length > 0 ? `HAVING ${having.join(" AND ")}` : "",
    groups.length > 0 ? `ORDER BY ${groupOrder(shape, dialect)}` : "",
  ]
  return { sql: parts.filter((part) => part !== "").join(" ") + text.limit(shape.limit, shape.offset).sql, hidden }
}

/** Ends with the columns that make the groups, so that the order is always the same. */
function groupOrder({ order, groups }: AggregateShape, dialect: Dialect): string {
  const ordered = new Set(order.map(({ by }) => by))
  const rest = groups.filter((column) => !ordered.has(column)).map((by): GroupOrder => ({ by, direction: "asc" }))
  return [...order, ...rest].map((term) => termSql(term, dialect)).join(", ")
}

function termSql({ by, direction }: GroupOrder, dialect: Dialect): string {
  if ("operation" in by) return `${aggregateSql(by, "t0", dialect)}${direction === "desc" ? " DESC" : ""}`
  const term: OrderTerm = { column: by, direction, nulls: direction === "asc" ? "first" : "last", via: undefined }
  return orderSql([term], "t0", dialect).text
}

/** Parameters in the order of the SQL. */
export function aggregateParameters(shape: AggregateShape, dialect: Dialect): unknown[] {
  const values: unknown[] = []
  for (const condition of shape.conditions) conditionParameters(condition, dialect, values)
  for (const { value } of shape.having) values.push(value)
  if (shape.limit !== undefined || shape.offset !== undefined)
    values.push(...dialect.text.limit(shape.limit, shape.offset).values)
  return values
}
