import type { Dialect } from "../../dialects/dialect.ts"
import { columnCodec } from "../../mapping/column-codec.ts"
import type { AnyModel, ColumnName } from "../../model/types.ts"
import type { Direction } from "../compile/order.ts"
import type { QueryRunner } from "../runner.ts"
import { type Aggregate, invalid, keepsType, readAggregates } from "./aggregate.ts"
import type { AggregateShape, GroupCondition } from "./shape.ts"
import type { AggregateRow, Aggregates, Having } from "./types.ts"

const operators: Readonly<Record<string, string>> = { eq: "=", ne: "<>", gt: ">", gte: ">=", lt: "<", lte: "<=" }

/** Rows of a query in groups of equal values; `aggregate` says what is asked about each of them. */
export class Grouping<M extends AnyModel, K extends ColumnName<M>> {
  readonly #runner: QueryRunner
  readonly #shape: AggregateShape

  /** @internal Made by `query.groupBy`. */
  constructor(runner: QueryRunner, shape: AggregateShape) {
    this.#runner = runner
    this.#shape = shape
  }

  /** Numbers about each group: `groupBy("kind").aggregate({ books: "count", longest: { max: "pages" } })`. */
  aggregate<const A extends Aggregates<M>>(aggregates: A): Groups<Pick<InstanceType<M>, K> & AggregateRow<M, A>> {
    const { table, groups } = this.#shape
    const read = readAggregates(table, aggregates)
    const clash = read.find(({ name }) => groups.some(({ property }) => property === name))
    if (clash) throw invalid(table, clash.name, "is the name of a column that makes the groups")
    return new Groups(this.#runner, { ...this.#shape, aggregates: read })
  }
}

/** Groups of rows as plain objects: the columns that make them, and what was asked about them. */
export class Groups<R> {
  readonly #runner: QueryRunner
  readonly #shape: AggregateShape

  /** @internal Made by `query.groupBy(...).aggregate(...)`. */
  constructor(runner: QueryRunner, shape: AggregateShape) {
    this.#runner = runner
    this.#shape = shape
  }

  /** Only groups that are like this: `having({ books: { gt: 2 } })`. */
  having(having: Having<R>): Groups<R> {
    const added = Object.entries(having).flatMap(([name, comparisons]) =>
      Object.entries((comparisons ?? {}) as object).map(([operator, value]) => this.#condition(name, operator, value)),
    )
    return this.#with({ having: [...this.#shape.having, ...added] })
  }

  /** Groups in the order of a column or an aggregate; last come the columns that make them. */
  orderBy(name: keyof R & string, direction: Direction = "asc"): Groups<R> {
    const { table, groups, order } = this.#shape
    const by = groups.find(({ property }) => property === name) ?? this.#aggregate(name)
    if (direction !== "asc" && direction !== "desc") throw invalid(table, name, `is ordered "asc" or "desc"`)
    return this.#with({ order: [...order, { by, direction }] })
  }

  /** @param count most groups to read, at least 0 */
  limit(count: number): Groups<R> {
    return this.#with({ limit: this.#whole("limit", count) })
  }

  /** @param count groups to leave out, at least 0 */
  offset(count: number): Groups<R> {
    return this.#with({ offset: this.#whole("offset", count) })
  }

  async all(): Promise<R[]> {
    return (await this.#runner.aggregates(this.#shape)) as R[]
  }

  async first(): Promise<R | undefined> {
    return (await this.limit(1).all())[0]
  }

  #condition(name: string, operator: string, value: unknown): GroupCondition {
    const aggregate = this.#aggregate(name)
    const sign = Object.hasOwn(operators, operator) ? operators[operator] : undefined
    if (!sign || value === undefined) throw invalid(this.#shape.table, `${name}.${operator}`, "is no comparison")
    return { aggregate, operator: sign, value: bound(aggregate, value, this.#runner.dialect) }
  }

  #aggregate(name: string): Aggregate {
    const found = this.#shape.aggregates.find((aggregate) => aggregate.name === name)
    if (found) return found
    throw invalid(this.#shape.table, name, "is no aggregate of the groups")
  }

  #whole(name: string, count: number): number {
    if (Number.isSafeInteger(count) && count >= 0) return count
    throw invalid(this.#shape.table, name, "has to be a whole number from 0")
  }

  #with(change: Partial<AggregateShape>): Groups<R> {
    return new Groups(this.#runner, { ...this.#shape, ...change })
  }
}

/** A value to compare an aggregate with, as the driver binds it. */
function bound(aggregate: Aggregate, value: unknown, dialect: Dialect): unknown {
  if (keepsType(aggregate)) return columnCodec(aggregate.column!, dialect).write(value)
  const { column, operation } = aggregate
  if (operation !== "avg" || column!.kind !== "decimal") return dialect.values.bind(value)
  return Number(value) * Number(columnCodec(column!, dialect).write("1"))
}
