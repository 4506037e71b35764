import type { Dialect } from "../../dialects/dialect.ts"
import type { InsertStep, Statement } from "../../engine.ts"
import { SqlText } from "../../model/columns/sql-text.ts"
import type { Mapper } from "../../mapping/mapper.ts"
import type { Column, Table } from "../../model/table/table.ts"
import type { LinkTable } from "../../model/table/way.ts"

/** A statement and the columns whose values it binds. */
export interface BoundStatement extends Statement {
  readonly positions: readonly number[]
}

export interface InsertStatement extends BoundStatement {
  readonly insert: InsertStep
}

/** The statements that write rows of one model, each compiled when it is first needed. */
export class WriteStatements {
  readonly #mapper: Mapper
  readonly #dialect: Dialect
  readonly #updates: Map<string, BoundStatement> = new Map()
  readonly #inserts: Map<string, InsertStatement> = new Map()
  #delete: BoundStatement | undefined

  constructor(mapper: Mapper, dialect: Dialect) {
    this.#mapper = mapper
    this.#dialect = dialect
  }

  /**
   * @param withKey whether the entity has its key already
   * @param omitted columns that the database computes
   */
  insert(withKey: boolean, omitted: readonly Column[] = []): InsertStatement {
    const shape = `${withKey} ${omitted.map(({ position }) => position).join()}`
    const known = this.#inserts.get(shape)
    if (known) return known
    const generated = withKey ? undefined : this.#mapper.key.find((column) => column.generated === "key")
    const statement = this.#compileInsert(generated, omitted)
    this.#inserts.set(shape, statement)
    return statement
  }

  /**
   * Changes the columns at the positions, and those that the database computes with every change. The key is bound
   * last, and behind it the version that the row has to have.
   */
  update(positions: readonly number[]): BoundStatement {
    const key = positions.join()
    const known = this.#updates.get(key)
    if (known) return known
    const computed = this.#mapper.table.computed.filter(
      ({ position, onUpdate }) => onUpdate instanceof SqlText && !positions.includes(position),
    )
    const sets = [
      ...positions.map((position) => `${this.#column(position)} = ?`),
      ...computed.map(
        ({ position, onUpdate }) => `${this.#column(position)} = ${(onUpdate as SqlText).for(this.#dialect.name)}`,
      ),
    ]
    const statement = this.#bind(`UPDATE ${this.#table()} SET ${sets.join(", ")} WHERE ${this.#row()}`, [
      ...positions,
      ...this.#rowPositions(),
    ])
    this.#updates.set(key, statement)
    return statement
  }

  /** Inserts a row, or does nothing where one has the same values in the columns, if they are unique together. */
  insertUnlessThere(positions: readonly number[], columns: readonly Column[]): BoundStatement {
    const shape = `unless ${positions.join()}`
    const known = this.#updates.get(shape)
    if (known) return known
    const names = positions.map((position) => this.#column(position)).join(", ")
    const target = columns.map(({ name }) => this.#dialect.quote(name))
    const unless = areUnique(this.#mapper.table, columns) ? this.#dialect.text.onConflict(target, []) : ""
    const sql = `INSERT INTO ${this.#table()} (${names}) VALUES (${positions.map(() => "?").join(", ")})${unless}`
    const statement = this.#bind(sql, positions)
    this.#updates.set(shape, statement)
    return statement
  }

  delete(): BoundStatement {
    return (this.#delete ??= this.#bind(`DELETE FROM ${this.#table()} WHERE ${this.#row()}`, this.#rowPositions()))
  }

  #compileInsert(generated: Column | undefined, omitted: readonly Column[]): InsertStatement {
    const left = new Set([generated, ...omitted].map((column) => column?.position))
    const columns = this.#mapper.columns.filter(({ position }) => !left.has(position))
    const positions = columns.map(({ position }) => position)
    const names = positions.map((position) => this.#column(position)).join(", ")
    const back = generated ? this.#dialect.text.returning([this.#dialect.quote(generated.name)]) : ""
    const sql = `INSERT INTO ${this.#table()} (${names}) VALUES (${positions.map(() => "?").join(", ")})${back}`
    return Object.freeze({ ...this.#bind(sql, positions), insert: Object.freeze({ columns, generated }) })
  }

  /** The condition of one row: its key, and the version that was read. */
  #row(): string {
    return this.#rowPositions()
      .map((position) => `${this.#column(position)} = ?`)
      .join(" AND ")
  }

  #rowPositions(): readonly number[] {
    const { keyPositions, table } = this.#mapper
    return table.version ? [...keyPositions, table.version.position] : keyPositions
  }

  #bind(sql: string, positions: readonly number[]): BoundStatement {
    const hidden = positions.map((position) => this.#mapper.columns[position]!.hidden)
    return Object.freeze({
      sql: this.#dialect.text.finish(sql),
      positions,
      hidden: hidden.includes(true) ? hidden : undefined,
    })
  }

  #table(): string {
    return this.#dialect.quote(this.#mapper.table.name)
  }

  #column(position: number): string {
    return this.#dialect.quote(this.#mapper.columns[position]!.name)
  }
}

/** Whether the columns are the key, or unique together. */
function areUnique({ key, uniques }: Table, columns: readonly Column[]): boolean {
  return [key, ...uniques].some(
    (list) => list.length === columns.length && list.every((column) => columns.includes(column)),
  )
}

const linkStatements = new WeakMap<LinkTable, Map<string, Statement>>()

/** Links two rows, or does nothing where they are linked; or the other way round. */
export function linkStatement(link: LinkTable, linked: boolean, dialect: Dialect): Statement {
  const known = linkStatements.get(link) ?? new Map<string, Statement>()
  linkStatements.set(link, known)
  const key = `${dialect.name} ${linked}`
  const statement = known.get(key) ?? compileLink(link, linked, dialect)
  known.set(key, statement)
  return statement
}

function compileLink(link: LinkTable, linked: boolean, dialect: Dialect): Statement {
  const table = dialect.quote(link.name)
  const columns = [...link.own, ...link.target].map((name) => dialect.quote(name))
  const places = columns.map(() => "?").join(", ")
  const sql = linked
    ? `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${places})${dialect.text.onConflict(columns, [])}`
    : `DELETE FROM ${table} WHERE ${columns.map((column) => `${column} = ?`).join(" AND ")}`
  return Object.freeze({ sql: dialect.text.finish(sql), hidden: undefined })
}
