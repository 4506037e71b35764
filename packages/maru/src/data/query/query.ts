import { DataError, RowCountError } from "../errors.ts"
import type { Dialect } from "../dialects/dialect.ts"
import type { Table } from "../model/table.ts"
import type { AnyModel, ColumnName, LoadedRelations, With } from "../model/types.ts"
import { readCondition } from "./condition.ts"
import type { PageRequest, PageResult } from "./page.ts"
import type { WithTree } from "./selection.ts"
import type { Direction, QueryShape } from "./shape.ts"
import { type RawTallies, type Tallies, readTallies } from "./tally.ts"
import type { Where } from "./where.ts"

/** What a query needs of the session that it belongs to. */
export interface QueryRunner {
  readonly dialect: Dialect
  entities(shape: QueryShape, lock: boolean): Promise<object[]>
  /** The number of rows, or 1 or 0. */
  number(shape: QueryShape, what: "count" | "exists"): Promise<number>
}

/**
 * A query that is being put together. Every step returns a new one, so a query can be kept and continued
 * in several ways; nothing is read before `all`, `first`, `one`, `page`, `count` or `exists`.
 *
 * @typeParam M the model
 * @typeParam R what its rows become
 */
export class Query<M extends AnyModel, R = InstanceType<M>> {
  readonly #runner: QueryRunner
  readonly #shape: QueryShape
  readonly #lock: boolean

  constructor(runner: QueryRunner, shape: QueryShape, lock = false) {
    this.#runner = runner
    this.#shape = shape
    this.#lock = lock
  }

  /** Only rows that are like this; said several times, all of it has to hold. */
  where(where: Where<M>): Query<M, R> {
    const { table, conditions } = this.#shape
    const condition = readCondition(table, this.#runner.dialect, where as Record<string, unknown>)
    return this.#with({ conditions: [...conditions, condition] })
  }

  /** Rows in the order of a column; said again, equal values are ordered further. Last comes the key. */
  orderBy(column: ColumnName<M>, direction: Direction = "asc"): Query<M, R> {
    const { table, order } = this.#shape
    const found = table.byProperty.get(column as string)
    if (!found) throw invalid(table, `it has no column "${String(column)}" to order by`)
    if (direction !== "asc" && direction !== "desc") throw invalid(table, `an order is "asc" or "desc"`)
    return this.#with({ order: [...order, { column: found, direction }] })
  }

  /** @param count most rows to read, at least 0 */
  limit(count: number): Query<M, R> {
    return this.#with({ limit: whole(this.#shape.table, "limit", count) })
  }

  /** @param count rows to leave out, at least 0 */
  offset(count: number): Query<M, R> {
    return this.#with({ offset: whole(this.#shape.table, "offset", count) })
  }

  /** Relations to load: in the same statement, or in one more for each list, never one for each row. */
  with<const W extends With<M>>(relations: W): Query<M, R & LoadedRelations<M, W>> {
    return this.#with({ with: { ...this.#shape.with, ...(relations as WithTree) } }) as never
  }

  /** Counts rows of relations without loading them: `withCount({ commentCount: "comments" })`. */
  withCount<const T extends Tallies<M>>(counts: T): Query<M, R & { readonly [K in keyof T]: number }> {
    return this.#tally("count", counts as unknown as RawTallies) as never
  }

  /** Asks whether relations have rows: `withExists({ liked: { relation: "likedBy", where: { id: user.id } } })`. */
  withExists<const T extends Tallies<M>>(questions: T): Query<M, R & { readonly [K in keyof T]: boolean }> {
    return this.#tally("exists", questions as unknown as RawTallies) as never
  }

  /**
   * Takes the right to write first, so that nobody changes what is read before this session commits.
   * Entities that the session knows already take the values read; unsaved changes of theirs are lost.
   */
  lock(_mode: "update"): Query<M, R> {
    return new Query(this.#runner, this.#shape, true)
  }

  async all(): Promise<R[]> {
    return (await this.#runner.entities(this.#shape, this.#lock)) as R[]
  }

  async first(): Promise<R | undefined> {
    const rows = await this.#runner.entities({ ...this.#shape, limit: 1 }, this.#lock)
    return rows[0] as R | undefined
  }

  /** The only row. @throws RowCountError `row-missing` or `row-ambiguous` */
  async one(): Promise<R> {
    const rows = await this.#runner.entities({ ...this.#shape, limit: 2 }, this.#lock)
    if (rows.length === 1) return rows[0] as R
    const { label } = this.#shape.table
    if (rows.length === 0) throw new RowCountError("row-missing", `There is no ${label} like that.`)
    throw new RowCountError("row-ambiguous", `There is more than one ${label} like that.`)
  }

  async exists(): Promise<boolean> {
    return (await this.#runner.number(this.#shape, "exists")) !== 0
  }

  /** Number of rows that match, whatever `limit` and `offset` say. */
  count(): Promise<number> {
    return this.#runner.number({ ...this.#shape, limit: undefined, offset: undefined }, "count")
  }

  /** A part of the rows, and how many there are in all. */
  async page({ offset, limit }: PageRequest): Promise<PageResult<R>> {
    const total = await this.count()
    const items = total > offset ? await this.offset(offset).limit(limit).all() : []
    return { items, total, offset, limit }
  }

  #tally(kind: "count" | "exists", raw: RawTallies): Query<M, R> {
    const { table, tallies } = this.#shape
    return this.#with({ tallies: [...tallies, ...readTallies(table, this.#runner.dialect, kind, raw)] })
  }

  #with(change: Partial<QueryShape>): Query<M, R> {
    return new Query(this.#runner, { ...this.#shape, ...change }, this.#lock)
  }
}

/** A query of all rows of a table. */
export function startQuery(table: Table): QueryShape {
  return { table, conditions: [], order: [], with: undefined, tallies: [], limit: undefined, offset: undefined }
}

function whole(table: Table, name: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count
  throw invalid(table, `${name} has to be a whole number from 0`)
}

function invalid(table: Table, reason: string): DataError {
  return new DataError("query-invalid", `A query of ${table.label} does not work: ${reason}.`)
}
