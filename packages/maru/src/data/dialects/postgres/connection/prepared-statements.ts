import { type ColumnReader, columnReader } from "./column-readers.ts"

/** A statement as one connection knows it. */
export interface Prepared {
  readonly sql: string
  /** Its name on the server; empty for one that is used once. */
  readonly name: string
  /** The server has been asked to parse it. */
  sent: boolean
  /** The server has parsed it. */
  parsed: boolean
  /** What its rows look like; undefined before it has run for the first time. */
  columns: Columns | undefined
  used: number
}

/** The columns of a statement's rows. None where it returns no rows. */
export interface Columns {
  readonly names: readonly string[]
  readonly readers: readonly ColumnReader[]
  /** No column has to be read: the texts are the values. */
  readonly plain: boolean
}

/** A column as the server describes it. */
export interface Field {
  readonly name: string
  readonly dataTypeID: number
}

export const noColumns: Columns = Object.freeze({ names: [], readers: [], plain: true })

export function columnsOf(fields: readonly Field[]): Columns {
  const readers = fields.map((field) => columnReader(field.dataTypeID))
  return { names: fields.map(({ name }) => name), readers, plain: readers.every((reader) => reader === undefined) }
}

/** The prepared statements of one connection: as many as the limit says, those that were used last. */
export class PreparedStatements {
  readonly #limit: number
  readonly #bySql: Map<string, Prepared> = new Map()
  readonly #dropped: string[] = []
  #uses = 0
  #names = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get size(): number {
    return this.#bySql.size
  }

  take(sql: string): Prepared {
    const known = this.#bySql.get(sql)
    if (known) {
      known.used = ++this.#uses
      return known
    }
    if (this.#limit <= 0) return once(sql)
    if (this.#bySql.size >= this.#limit) this.#dropOldest()
    const made = { ...once(sql), name: `maru_${++this.#names}`, used: ++this.#uses }
    this.#bySql.set(sql, made)
    return made
  }

  /** Names that the server is still to forget. */
  dropped(): string[] {
    return this.#dropped.length === 0 ? this.#dropped : this.#dropped.splice(0)
  }

  forget(prepared: Prepared): void {
    if (this.#bySql.get(prepared.sql) === prepared) this.#bySql.delete(prepared.sql)
  }

  /** The server has other tables now, or lost the statements: all are prepared anew. */
  forgetAll(): void {
    for (const { name, parsed } of this.#bySql.values()) if (parsed) this.#dropped.push(name)
    this.#bySql.clear()
  }

  /** A walk over all of them, which happens only where more statements are in use than are kept. */
  #dropOldest(): void {
    let oldest: Prepared | undefined
    for (const each of this.#bySql.values()) if (!oldest || each.used < oldest.used) oldest = each
    this.#bySql.delete(oldest!.sql)
    this.#dropped.push(oldest!.name)
  }
}

/** A statement that is not kept. */
export function once(sql: string): Prepared {
  return { sql, name: "", sent: false, parsed: false, columns: undefined, used: 0 }
}
