import { BoundedCache } from "../../bounded-cache.ts"
import type { Dialect } from "../../dialects/dialect.ts"
import type { Statement } from "../../engine.ts"
import { type Mapper, createMapper } from "../../mapping/mapper.ts"
import type { MappedColumn } from "../../mapping/mapping.ts"
import type { Table } from "../../model/table/table.ts"
import type { Condition } from "../condition/condition.ts"
import { type Names, conditionHidden, conditionParameters, conditionSql, reachSql } from "../condition/condition-sql.ts"
import { followSql } from "./follow-sql.ts"
import { type OrderTerm, completeOrder, orderSql } from "./order.ts"
import { type Followed, type Selection, selectWith } from "./selection.ts"
import { WriteStatements } from "./write-statements.ts"
import { type Beside, type QueryShape, type Tally, shapeKey } from "./shape.ts"
import { type ListPart, type WithTree, partKey, withKey } from "./with-tree.ts"

/** A SELECT whose rows become entities. */
export interface CompiledSelect {
  readonly statement: Statement
  readonly selection: Selection
  /** Numbers about related rows and where they stand in the row. */
  readonly tallies: readonly { readonly name: string; readonly kind: Tally["kind"]; readonly position: number }[]
  /** Where begins what is read beside: the key of an owner, the total, or the columns of the order. */
  readonly morePosition: number
}

/** A SELECT whose rows become plain objects. */
export interface CompiledRecords {
  readonly statement: Statement
  readonly columns: readonly MappedColumn[]
  readonly tallies: CompiledSelect["tallies"]
  readonly morePosition: number
}

const shapesKept = 2000

/** Compiles each shape of query once for a database. */
export class Compiler {
  readonly dialect: Dialect
  readonly #mappers: Map<Table, Mapper> = new Map()
  readonly #selects: BoundedCache<string, CompiledSelect> = new BoundedCache(shapesKept)
  readonly #records: BoundedCache<string, CompiledRecords> = new BoundedCache(shapesKept)
  readonly #statements: BoundedCache<string, Statement> = new BoundedCache(shapesKept)
  readonly #writes: Map<Mapper, WriteStatements> = new Map()
  readonly #gets: Map<Table, CompiledSelect> = new Map()

  constructor(dialect: Dialect) {
    this.dialect = dialect
  }

  mapper = (table: Table): Mapper => {
    const known = this.#mappers.get(table)
    if (known) return known
    const mapper = createMapper(table, this.dialect)
    this.#mappers.set(table, mapper)
    return mapper
  }

  /** The statements that write rows of a model. */
  writes(mapper: Mapper): WriteStatements {
    const known = this.#writes.get(mapper)
    if (known) return known
    const made = new WriteStatements(mapper, this.dialect)
    this.#writes.set(mapper, made)
    return made
  }

  /** One row by its key. @param lock whether nobody else may change it */
  get(table: Table, tree: WithTree | undefined, lock = false): CompiledSelect {
    const plain = !tree && !lock
    const known = plain ? this.#gets.get(table) : undefined
    if (known) return known
    const compiled = this.#select(`get|${lock ? "lock" : ""}|${table.name}|${withKey(tree)}`, () => {
      const where = table.key.map(({ name }) => `t0.${this.dialect.quote(name)} = ?`).join(" AND ")
      const rest = `WHERE ${where}${lock ? this.dialect.text.lock : ""}`
      const hidden = table.key.map((column) => column.hidden)
      return this.#compile(table, tree, [], `FROM ${this.#from(table)}`, rest, hidden)
    })
    if (plain) this.#gets.set(table, compiled)
    return compiled
  }

  /**
   * @param lock whether nobody else may change the rows
   * @param beside what is read with each row
   */
  list(shape: QueryShape, lock = false, beside: Beside = ""): CompiledSelect {
    const key = shapeKey(shape)
    return this.#select(lock || beside ? `${lock ? "lock" : ""} ${beside}|${key}` : key, () => {
      const { from, rest, hidden, more } = this.#parts(shape, lock, beside)
      return this.#compile(shape.table, shape.with, shape.tallies, from, rest, hidden, more)
    })
  }

  /** The same for plain objects of some columns. */
  records(shape: QueryShape, beside: Beside = ""): CompiledRecords {
    const key = `${beside}|${shapeKey(shape)}`
    const known = this.#records.get(key)
    if (known) return known
    const compiled = this.#compileRecords(shape, beside)
    this.#records.set(key, compiled)
    return compiled
  }

  /** Parameters of `list` and `records`, in the order of their SQL. */
  listParameters(shape: QueryShape, beside: Beside = ""): unknown[] {
    const values: unknown[] = []
    for (const tally of shape.tallies) conditionParameters(tally.condition, this.dialect, values)
    if (beside === "total") values.push(...this.numberParameters(shape))
    for (const condition of shape.conditions) conditionParameters(condition, this.dialect, values)
    if (shape.limit !== undefined || shape.offset !== undefined)
      values.push(...this.dialect.text.limit(shape.limit, shape.offset).values)
    return values
  }

  #parts(shape: QueryShape, lock: boolean, beside: Beside): ListParts {
    const hidden: boolean[] = []
    for (const tally of shape.tallies) conditionHidden(tally.condition, hidden)
    if (beside === "total") for (const condition of shape.conditions) conditionHidden(condition, hidden)
    const terms = shape.distinct ? distinctOrder(shape) : completeOrder(shape.table, shape.order)
    const { joins, expressions, text } = orderSql(terms, "t0", this.dialect)
    const more =
      beside === "total"
        ? [`(${this.#numberSql(shape, "count")})`]
        : beside === "order"
          ? expressions.map((expression, place) => this.dialect.values.select(terms[place]!.column, expression))
          : []
    const limit = this.dialect.text.limit(shape.limit, shape.offset).sql
    const where = this.#where(shape.conditions, hidden)
    return {
      from: ["FROM", this.#from(shape.table), ...joins].join(" "),
      rest: `${where === "" ? "" : `${where} `}ORDER BY ${text}${limit}${lock ? this.dialect.text.lock : ""}`,
      hidden,
      more,
    }
  }

  #compileRecords(shape: QueryShape, beside: Beside): CompiledRecords {
    const { from, rest, hidden, more } = this.#parts(shape, false, beside)
    const mapped = this.mapper(shape.table).columns
    const columns = shape.select!.map(({ position }) => mapped[position]!)
    const read = columns.map((column) => this.dialect.values.select(column, `t0.${this.dialect.quote(column.name)}`))
    const names = { next: 1000 }
    const all = [...read, ...shape.tallies.map((tally) => this.#tally(tally, names)), ...more]
    const sql = `SELECT ${shape.distinct ? "DISTINCT " : ""}${all.join(", ")} ${from} ${rest}`
    return Object.freeze({
      statement: this.#statement(sql, hidden),
      columns,
      tallies: tallyPlaces(shape.tallies, columns.length),
      morePosition: all.length - more.length,
    })
  }

  /** The number of rows, or whether there is one. */
  number(shape: QueryShape, what: "count" | "exists"): Statement {
    const key = `${what}|${shapeKey({ ...shape, with: undefined, tallies: [], order: [] })}`
    return this.statement(key, () => {
      const hidden: boolean[] = []
      for (const condition of shape.conditions) conditionHidden(condition, hidden)
      return { sql: this.#numberSql(shape, what), hidden }
    })
  }

  #numberSql(shape: QueryShape, what: "count" | "exists"): string {
    const from = `FROM ${this.#from(shape.table)} ${this.#where(shape.conditions, [])}`.trim()
    if (what === "exists") return `SELECT EXISTS (SELECT 1 ${from})`
    if (!shape.distinct || !shape.select) return `SELECT COUNT(*) ${from}`
    const columns = shape.select.map(({ name }) => `t0.${this.dialect.quote(name)}`).join(", ")
    return `SELECT COUNT(*) FROM (SELECT DISTINCT ${columns} ${from}) AS d0`
  }

  numberParameters(shape: QueryShape): unknown[] {
    const values: unknown[] = []
    for (const condition of shape.conditions) conditionParameters(condition, this.dialect, values)
    return values
  }

  /**
   * Rows that a relation leads to from any of a list of owners, whose keys are the first parameter.
   *
   * @param inner what comes with the rows
   * @param part which of the rows, undefined for all
   */
  follow(
    table: Table,
    { name, way }: Followed,
    inner: WithTree | undefined,
    part: ListPart | undefined,
  ): CompiledSelect {
    return this.#select(`follow|${table.name}.${name}${partKey(part)}|${withKey(inner)}`, () => {
      const { from, rest, owner, hidden } = followSql(table, way, part, this.dialect)
      return this.#compile(way.target, inner, [], from, rest, hidden, owner)
    })
  }

  /** Parameters of `follow`. @param owners keys of the owners, as their mapper writes them */
  followParameters(table: Table, part: ListPart | undefined, owners: readonly (readonly unknown[])[]): unknown[] {
    const parameters = [this.dialect.values.list(table.key).write(owners)]
    if (part) conditionParameters(part.condition, this.dialect, parameters)
    if (part?.limit !== undefined) parameters.push(part.limit)
    return parameters
  }

  /** A statement whose SQL the key decides. */
  statement(key: string, compile: () => { readonly sql: string; readonly hidden: readonly boolean[] }): Statement {
    const known = this.#statements.get(key)
    if (known) return known
    const { sql, hidden } = compile()
    const statement = this.#statement(sql, hidden)
    this.#statements.set(key, statement)
    return statement
  }

  #select(key: string, compile: () => CompiledSelect): CompiledSelect {
    const known = this.#selects.get(key)
    if (known) return known
    const compiled = compile()
    this.#selects.set(key, compiled)
    return compiled
  }

  #compile(
    table: Table,
    tree: WithTree | undefined,
    tallies: readonly Tally[],
    from: string,
    rest: string,
    hidden: readonly boolean[],
    more: readonly string[] = [],
  ): CompiledSelect {
    const { selection, columns, joins } = selectWith(table, tree, this.dialect, this.mapper)
    const names = { next: 1000 }
    const all = [...columns, ...tallies.map((tally) => this.#tally(tally, names)), ...more]
    const sql = ["SELECT", all.join(", "), from, ...joins, rest].filter((part) => part !== "").join(" ")
    return Object.freeze({
      statement: this.#statement(sql, hidden),
      selection,
      tallies: tallyPlaces(tallies, columns.length),
      morePosition: all.length - more.length,
    })
  }

  #statement(sql: string, hidden: readonly boolean[]): Statement {
    return Object.freeze({ sql: this.dialect.text.finish(sql.trim()), hidden: hiddenOrNone(hidden) })
  }

  #tally(tally: Tally, names: Names): string {
    const reached = reachSql(tally.way, tally.condition, "t0", this.dialect, names)
    return tally.kind === "count" ? `(SELECT COUNT(*) ${reached})` : `EXISTS (SELECT 1 ${reached})`
  }

  #from(table: Table): string {
    return `${this.dialect.quote(table.name)} AS t0`
  }

  #where(conditions: readonly Condition[], hidden: boolean[]): string {
    if (conditions.length === 0) return ""
    const names = { next: 0 }
    for (const condition of conditions) conditionHidden(condition, hidden)
    return `WHERE ${conditions.map((condition) => conditionSql(condition, "t0", this.dialect, names)).join(" AND ")}`
  }
}

/** What stands between the columns of a SELECT and its end. */
interface ListParts {
  readonly from: string
  readonly rest: string
  readonly hidden: readonly boolean[]
  /** Columns beside the rows. */
  readonly more: readonly string[]
}

function tallyPlaces(tallies: readonly Tally[], start: number): CompiledSelect["tallies"] {
  return tallies.map(({ name, kind }, place) => ({ name, kind, position: start + place }))
}

/** Rows that are equal have no key of their own: all of their columns order them. */
function distinctOrder({ order, select }: QueryShape): readonly OrderTerm[] {
  const ordered = new Set(order.map(({ column }) => column))
  const rest = select!.filter((column) => !ordered.has(column))
  return [...order, ...rest.map((column): OrderTerm => ({ column, direction: "asc", nulls: "first", via: undefined }))]
}

function hiddenOrNone(hidden: readonly boolean[]): readonly boolean[] | undefined {
  return hidden.includes(true) ? Object.freeze([...hidden]) : undefined
}
