import { BoundedCache } from "../bounded-cache.ts"
import type { Dialect } from "../dialects/dialect.ts"
import type { Statement } from "../engine.ts"
import { type Mapper, createMapper } from "../mapping/mapper.ts"
import type { Table } from "../model/table.ts"
import type { Way } from "../model/way.ts"
import type { Condition } from "./condition.ts"
import { type Names, conditionHidden, conditionParameters, conditionSql, reachSql } from "./condition-sql.ts"
import { type Followed, type Selection, type WithTree, selectWith, withKey } from "./selection.ts"
import { WriteStatements } from "./write-statements.ts"
import { type QueryShape, type Tally, shapeKey } from "./shape.ts"

/** A SELECT whose rows become entities. */
export interface CompiledSelect {
  readonly statement: Statement
  readonly selection: Selection
  /** Numbers about related rows and where they stand in the row. */
  readonly tallies: readonly { readonly name: string; readonly kind: Tally["kind"]; readonly position: number }[]
  /** For rows that a relation leads to: where the key of their owner stands. */
  readonly ownerPosition: number
}

const shapesKept = 2000

/** Compiles each shape of query once for a database. */
export class Compiler {
  readonly dialect: Dialect
  readonly #mappers: Map<Table, Mapper> = new Map()
  readonly #selects: BoundedCache<string, CompiledSelect> = new BoundedCache(shapesKept)
  readonly #numbers: BoundedCache<string, Statement> = new BoundedCache(shapesKept)
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

  /** One row by its key. */
  get(table: Table, tree: WithTree | undefined): CompiledSelect {
    if (!tree) {
      const known = this.#gets.get(table)
      if (known) return known
    }
    const compiled = this.#select(`get|${table.name}|${withKey(tree)}`, () => {
      const where = `t0.${this.dialect.quote(table.key.name)} = ?`
      return this.#compile(table, tree, [], `FROM ${this.#from(table)}`, `WHERE ${where}`, [table.key.hidden])
    })
    if (!tree) this.#gets.set(table, compiled)
    return compiled
  }

  list(shape: QueryShape): CompiledSelect {
    return this.#select(shapeKey(shape), () => {
      const hidden: boolean[] = []
      const names = { next: 0 }
      for (const tally of shape.tallies) conditionHidden(tally.condition, hidden)
      const rest = `${this.#where(shape, hidden, names)}${this.#order(shape)}${limitSql(shape)}`
      return this.#compile(shape.table, shape.with, shape.tallies, `FROM ${this.#from(shape.table)}`, rest, hidden)
    })
  }

  /** Parameters of `list`, in the order of its SQL. */
  listParameters(shape: QueryShape): unknown[] {
    const values: unknown[] = []
    for (const tally of shape.tallies) conditionParameters(tally.condition, this.dialect, values)
    for (const condition of shape.conditions) conditionParameters(condition, this.dialect, values)
    if (shape.limit !== undefined) values.push(shape.limit)
    else if (shape.offset !== undefined) values.push(-1)
    if (shape.offset !== undefined) values.push(shape.offset)
    return values
  }

  /** The number of rows, or whether there is one. */
  number(shape: QueryShape, what: "count" | "exists"): Statement {
    const key = `${what}|${shapeKey({ ...shape, with: undefined, tallies: [], order: [] })}`
    const known = this.#numbers.get(key)
    if (known) return known
    const hidden: boolean[] = []
    const where = this.#where(shape, hidden, { next: 0 })
    const from = `FROM ${this.#from(shape.table)} ${where}`
    const sql = what === "count" ? `SELECT COUNT(*) ${from}` : `SELECT EXISTS (SELECT 1 ${from})`
    const statement = Object.freeze({ sql: sql.trim(), hidden: hiddenOrNone(hidden) })
    this.#numbers.set(key, statement)
    return statement
  }

  numberParameters(shape: QueryShape): unknown[] {
    const values: unknown[] = []
    for (const condition of shape.conditions) conditionParameters(condition, this.dialect, values)
    return values
  }

  /** Rows that a relation leads to from any of a list of owners, whose keys are the one parameter. */
  follow(table: Table, followed: Followed): CompiledSelect {
    const { name, way, inner } = followed
    return this.#select(`follow|${table.name}.${name}|${withKey(inner)}`, () => {
      const { quote } = this.dialect
      const owner = way.link ? `l.${quote(way.link.own)}` : `t0.${quote(way.back!.name)}`
      const list = this.dialect.list(table.key.kind).sql
      const rest = `WHERE ${owner} ${list} ORDER BY t0.${quote(way.target.key.name)}`
      const from = this.#fromWay(way)
      return this.#compile(
        way.target,
        inner,
        [],
        from,
        rest,
        [table.key.hidden],
        [this.dialect.select(table.key.kind, owner)],
      )
    })
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
    const found = tallies.map((tally, place) => ({
      name: tally.name,
      kind: tally.kind,
      position: columns.length + place,
    }))
    const all = [...columns, ...tallies.map((tally) => this.#tally(tally, names)), ...more]
    const sql = ["SELECT", all.join(", "), from, ...joins, rest].filter((part) => part !== "").join(" ")
    const ownerPosition = all.length - 1
    return Object.freeze({
      statement: Object.freeze({ sql: sql.trim(), hidden: hiddenOrNone(hidden) }),
      selection,
      tallies: found,
      ownerPosition,
    })
  }

  #tally(tally: Tally, names: Names): string {
    const reached = reachSql(tally.way, tally.condition, "t0", this.dialect, names)
    return tally.kind === "count" ? `(SELECT COUNT(*) ${reached})` : `EXISTS (SELECT 1 ${reached})`
  }

  #from(table: Table): string {
    return `${this.dialect.quote(table.name)} AS t0`
  }

  #fromWay(way: Way): string {
    if (!way.link) return `FROM ${this.#from(way.target)}`
    const { quote } = this.dialect
    const on = `t0.${quote(way.target.key.name)} = l.${quote(way.link.target)}`
    return `FROM ${quote(way.link.name)} AS l JOIN ${this.#from(way.target)} ON ${on}`
  }

  #where(shape: QueryShape, hidden: boolean[], names: Names): string {
    if (shape.conditions.length === 0) return ""
    for (const condition of shape.conditions) conditionHidden(condition, hidden)
    const parts = shape.conditions.map((condition: Condition) => conditionSql(condition, "t0", this.dialect, names))
    return `WHERE ${parts.join(" AND ")} `
  }

  /** Ends with the key, so that equal values never change places between two pages. */
  #order(shape: QueryShape): string {
    const { quote } = this.dialect
    const order = shape.order.some(({ column }) => column.primary)
      ? shape.order
      : [...shape.order, { column: shape.table.key, direction: shape.order.at(-1)?.direction ?? "asc" }]
    const terms = order.map(({ column, direction }) => `t0.${quote(column.name)}${direction === "desc" ? " DESC" : ""}`)
    return `ORDER BY ${terms.join(", ")}`
  }
}

/**
 * SQLite looks at the value bound to a bare `LIMIT ?` when it plans, and plans again for every new value:
 * 15 µs each time. A CAST hides the value.
 */
const bound = "CAST(? AS INTEGER)"

function limitSql(shape: QueryShape): string {
  if (shape.limit === undefined && shape.offset === undefined) return ""
  return shape.offset === undefined ? ` LIMIT ${bound}` : ` LIMIT ${bound} OFFSET ${bound}`
}

function hiddenOrNone(hidden: readonly boolean[]): readonly boolean[] | undefined {
  return hidden.includes(true) ? Object.freeze([...hidden]) : undefined
}
