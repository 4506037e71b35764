import type { Dialect } from "../dialects/dialect.ts"
import type { Statement } from "../engine.ts"
import type { Mapper } from "../mapping/mapper.ts"
import type { LinkTable } from "../model/way.ts"

/** A statement and the columns whose values it binds. */
export interface BoundStatement extends Statement {
  readonly positions: readonly number[]
}

/** The statements that write rows of one model, each compiled when it is first needed. */
export class WriteStatements {
  readonly #mapper: Mapper
  readonly #dialect: Dialect
  readonly #updates: Map<string, BoundStatement> = new Map()
  #insertWithKey: BoundStatement | undefined
  #insertWithoutKey: BoundStatement | undefined
  #delete: BoundStatement | undefined

  constructor(mapper: Mapper, dialect: Dialect) {
    this.#mapper = mapper
    this.#dialect = dialect
  }

  /** @param withKey whether the entity has its key already */
  insert(withKey: boolean): BoundStatement {
    if (withKey) return (this.#insertWithKey ??= this.#compileInsert(() => true))
    return (this.#insertWithoutKey ??= this.#compileInsert((position) => position !== this.#mapper.keyPosition))
  }

  /** Changes the columns at the positions; the key is bound last. */
  update(positions: readonly number[]): BoundStatement {
    const key = positions.join()
    const known = this.#updates.get(key)
    if (known) return known
    const sets = positions.map((position) => `${this.#column(position)} = ?`).join(", ")
    const sql = `UPDATE ${this.#table()} SET ${sets} WHERE ${this.#column(this.#mapper.keyPosition)} = ?`
    const statement = this.#bind(sql, [...positions, this.#mapper.keyPosition])
    this.#updates.set(key, statement)
    return statement
  }

  delete(): BoundStatement {
    const { keyPosition } = this.#mapper
    const sql = `DELETE FROM ${this.#table()} WHERE ${this.#column(keyPosition)} = ?`
    return (this.#delete ??= this.#bind(sql, [keyPosition]))
  }

  #compileInsert(wanted: (position: number) => boolean): BoundStatement {
    const positions = this.#mapper.columns.map((column) => column.position).filter(wanted)
    const names = positions.map((position) => this.#column(position)).join(", ")
    const sql = `INSERT INTO ${this.#table()} (${names}) VALUES (${positions.map(() => "?").join(", ")})`
    return this.#bind(sql, positions)
  }

  #bind(sql: string, positions: readonly number[]): BoundStatement {
    const hidden = positions.map((position) => this.#mapper.columns[position]!.hidden)
    return Object.freeze({ sql, positions, hidden: hidden.includes(true) ? hidden : undefined })
  }

  #table(): string {
    return this.#dialect.quote(this.#mapper.table.name)
  }

  #column(position: number): string {
    return this.#dialect.quote(this.#mapper.columns[position]!.name)
  }
}

/** Links two rows, or does nothing where they are linked; or the other way round. */
export function linkStatement(link: LinkTable, linked: boolean, dialect: Dialect): Statement {
  const [table, own, target] = [dialect.quote(link.name), dialect.quote(link.own), dialect.quote(link.target)]
  const sql = linked
    ? `INSERT INTO ${table} (${own}, ${target}) VALUES (?, ?) ON CONFLICT DO NOTHING`
    : `DELETE FROM ${table} WHERE ${own} = ? AND ${target} = ?`
  return Object.freeze({ sql, hidden: undefined })
}
