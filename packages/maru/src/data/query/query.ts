import { DataError, RowCountError } from "../errors.ts"
import type { Column, Table } from "../model/table/table.ts"
import type { AnyModel, ColumnName, LoadedRelations } from "../model/types.ts"
import { readAggregates } from "./aggregate/aggregate.ts"
import { Grouping } from "./aggregate/groups.ts"
import type { AggregateShape } from "./aggregate/shape.ts"
import type { AggregateRow, Aggregates } from "./aggregate/types.ts"
import type { Changes } from "./bulk/changes.ts"
import type { BulkShape } from "./bulk/shape.ts"
import { deletionMarks, readAssignments } from "./bulk/update.ts"
import type { Direction } from "./compile/order.ts"
import type { QueryShape } from "./compile/shape.ts"
import { undeleted } from "./condition/undeleted.ts"
import { readCondition } from "./condition/reading.ts"
import type { Where } from "./condition/where.ts"
import type { With } from "./condition/with.ts"
import { type CursorRequest, type CursorResult, readByCursor } from "./paging/cursor.ts"
import type { PageRequest, PageResult } from "./paging/page.ts"
import { type OrderName, type OrderOptions, readOrder } from "./reading-order.ts"
import { type RawWith, readWith } from "./reading-with.ts"
import type { QueryRunner } from "./runner.ts"
import { type RawTallies, type Tallies, readTallies } from "./tally.ts"

/**
 * A query that is being put together. Every step returns a new one, so a query can be kept and continued
 * in several ways; nothing is read before `all`, `first`, `one`, `page`, `cursor`, `stream`,
 * `count`, `exists` or `aggregate`.
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

  /** Also rows that say they were deleted, where the model has a `softDelete` column. */
  withDeleted(): Query<M, R> {
    const { table, conditions } = this.#shape
    const alive = undeleted(table)
    return this.#with({ conditions: conditions.filter((condition) => condition !== alive) })
  }

  /**
   * Rows in the order of a column, or of a column of a row they belong to: `orderBy("author.name")`; said
   * again, equal values are ordered further. Last comes the key. Null counts as the smallest value, unless
   * something else is said: `orderBy("readAt", { direction: "desc", nulls: "first" })`.
   */
  orderBy(column: OrderName<M>, order: Direction | OrderOptions = "asc"): Query<M, R> {
    const { table, order: before } = this.#shape
    return this.#with({ order: [...before, readOrder(table, column as string, order)] })
  }

  /** @param count most rows to read, at least 0 */
  limit(count: number): Query<M, R> {
    return this.#with({ limit: whole(this.#shape.table, "limit", count) })
  }

  /** @param count rows to leave out, at least 0 */
  offset(count: number): Query<M, R> {
    return this.#with({ offset: whole(this.#shape.table, "offset", count) })
  }

  /**
   * Relations to load: in the same statement, or in one more for each list, never one for each row. Of a list
   * also a part: `with({ comments: { where: { hidden: false }, orderBy: { id: "desc" }, limit: 3 } })`.
   */
  with<const W extends With<M>>(relations: W): Query<M, R & LoadedRelations<M, W>> {
    const { table, with: before, select } = this.#shape
    if (select) throw invalid(table, "plain objects have no relations")
    return this.#with({ with: { ...before, ...readWith(table, this.#runner.dialect, relations as RawWith) } }) as never
  }

  /** Only some columns, as plain objects that no session keeps: `select("id", "title")`. */
  select<const K extends ColumnName<M>>(...columns: readonly K[]): Query<M, Pick<InstanceType<M>, K>> {
    const { table, with: tree } = this.#shape
    if (tree) throw invalid(table, "plain objects have no relations")
    return this.#with({ select: columns.flatMap((name) => columnsOf(table, name as string)) }) as never
  }

  /** Of rows whose selected columns are equal, only one. */
  distinct(): Query<M, R> {
    const { table, select, tallies } = this.#shape
    if (!select || tallies.length > 0) throw invalid(table, "only plain columns can be distinct: select them first")
    return this.#with({ distinct: true })
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

  /** All rows at once; for very many there is `stream`. */
  async all(): Promise<R[]> {
    return (await this.#runner.items(this.#shape, this.#lock)) as R[]
  }

  async first(): Promise<R | undefined> {
    const rows = await this.#runner.items({ ...this.#shape, limit: 1 }, this.#lock)
    return rows[0] as R | undefined
  }

  /** The only row. @throws RowCountError `row-missing` or `row-ambiguous` */
  async one(): Promise<R> {
    const rows = await this.#runner.items({ ...this.#shape, limit: 2 }, this.#lock)
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

  /** A part of the rows, and how many there are in all, in one statement. */
  async page({ offset, limit }: PageRequest): Promise<PageResult<R>> {
    const part = this.offset(offset).limit(limit)
    const { items, beside } = await this.#runner.found(part.#shape, this.#lock, "total")
    // Beyond the last page no row tells the number.
    const total = beside.length > 0 ? Number(beside[0]![0]) : offset === 0 && limit > 0 ? 0 : await this.count()
    return { items: items as R[], total, offset, limit }
  }

  /**
   * The rows after a place in the order, or before it, at the same speed however far it is: unlike a page, it
   * neither repeats nor leaves out rows when others come or go. A place is named by a cursor that an earlier
   * call gave.
   *
   * @throws DataError `cursor-invalid` for a cursor that was not given for this order by this application
   */
  cursor(request: CursorRequest): Promise<CursorResult<R>> {
    const { table } = this.#shape
    whole(table, "limit", request.limit)
    return readByCursor(this.#runner, this.#shape, this.#lock, request) as Promise<CursorResult<R>>
  }

  /**
   * Row after row, with a constant amount of memory. The entities belong to no session: changes of theirs are
   * only written after `db.add(entity)`.
   *
   * @param size rows that are read at a time; relations are followed once for all of them
   */
  stream({ size = 100 }: { readonly size?: number } = {}): AsyncIterable<R> {
    whole(this.#shape.table, "size", size)
    return this.#runner.stream(this.#shape, Math.max(1, size)) as AsyncIterable<R>
  }

  /** Numbers about all rows of the query: `aggregate({ books: "count", longest: { max: "pages" } })`. */
  async aggregate<const A extends Aggregates<M>>(aggregates: A): Promise<AggregateRow<M, A>> {
    const { table } = this.#shape
    const shape = this.#aggregated([])
    const [row] = await this.#runner.aggregates({ ...shape, aggregates: readAggregates(table, aggregates) })
    return row as AggregateRow<M, A>
  }

  /** The rows in groups of equal values, to ask for numbers about each: `groupBy("kind").aggregate(...)`. */
  groupBy<const K extends ColumnName<M>>(...columns: readonly K[]): Grouping<M, K> {
    const groups = columns.flatMap((name) => columnsOf(this.#shape.table, name as string))
    return new Grouping(this.#runner, this.#aggregated(groups))
  }

  /**
   * Changes all rows of the query in one statement: values, `increment(1)`, or an `expression`. What was not
   * yet written is flushed first. Entities of the model that the session has expire, and lists of them count
   * as not loaded, for nobody knows what changed.
   *
   * @returns the number of rows
   * @throws ValidationFailed, UniqueViolation, ForeignKeyViolation, CheckViolation, DatabaseUnavailable
   */
  update(values: Changes<M>): Promise<number> {
    const { table } = this.#shape
    return this.#runner.bulk(
      this.#bulk(readAssignments(table, this.#runner.dialect, values as object as Record<string, unknown>)),
    )
  }

  /**
   * Deletes all rows of the query in one statement, as `db.delete` does: where the model has a `softDelete`
   * column, rows that are not marked yet are marked as deleted; otherwise they go away, and the database
   * deletes, or protects, what refers to them. What was not yet written is flushed first; entities of the model
   * expire, and where rows went away also those that may have been deleted with their owners.
   *
   * @returns the number of rows
   * @throws ForeignKeyViolation, DatabaseUnavailable
   */
  delete(): Promise<number> {
    const { table, conditions } = this.#shape
    const marks = deletionMarks(table, this.#runner.dialect)
    const bulk = this.#bulk(marks)
    const alive = undeleted(table)
    if (!alive || conditions.includes(alive)) return this.#runner.bulk(bulk)
    return this.#runner.bulk({ ...bulk, conditions: [...conditions, alive] })
  }

  /**
   * The same for good, also where `delete` would only mark rows. Those that are marked already are among them
   * when they are asked for: `query(Note).withDeleted().where({ deletedAt: { lt: lastYear } }).purge()`.
   *
   * @returns the number of rows
   * @throws ForeignKeyViolation, DatabaseUnavailable
   */
  purge(): Promise<number> {
    return this.#runner.bulk(this.#bulk(undefined))
  }

  #bulk(set: BulkShape["set"]): BulkShape {
    const { table, conditions, limit, offset } = this.#shape
    if (limit === undefined && offset === undefined) return { table, conditions, set }
    throw invalid(table, "a change of many rows has no limit: say which rows by where")
  }

  #aggregated(groups: readonly Column[]): AggregateShape {
    const { table, conditions, limit, offset, order } = this.#shape
    if (limit !== undefined || offset !== undefined || order.length > 0) {
      throw invalid(table, "aggregates are about all rows: order and limit the groups instead")
    }
    return { table, conditions, groups, aggregates: [], having: [], order: [], limit, offset }
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
  const alive = undeleted(table)
  return {
    table,
    conditions: alive ? [alive] : [],
    order: [],
    with: undefined,
    tallies: [],
    limit: undefined,
    offset: undefined,
    select: undefined,
    distinct: false,
  }
}

/** The column of a property, or the columns of a value that several of them make. */
function columnsOf(table: Table, property: string): readonly Column[] {
  const column = table.byProperty.get(property)
  const columns = column ? [column] : table.groups.get(property)
  if (columns) return columns
  throw invalid(table, `it has no column "${property}" to select`)
}

function whole(table: Table, name: string, count: number): number {
  if (Number.isSafeInteger(count) && count >= 0) return count
  throw invalid(table, `${name} has to be a whole number from 0`)
}

function invalid(table: Table, reason: string): DataError {
  return new DataError("query-invalid", `A query of ${table.label} does not work: ${reason}.`)
}
