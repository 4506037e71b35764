import type { Awaitable, Reader, Records, Row, Statement, Use } from "../../engine.ts"
import type { Origin } from "../../observer.ts"
import type { Connection } from "./connection.ts"

/** What a reader asks of its engine. */
export interface ReaderHome {
  /** Runs it on the connection that suits at this moment. */
  read<T>(run: (connection: Connection) => T): Awaitable<T>
  /** Runs it on a connection that cannot write. */
  readOnly<T>(run: (connection: Connection) => T): Awaitable<T>
  /** A connection of one's own that has to be closed; undefined for a database in memory, which has only one. */
  connect(): Connection | undefined
}

/** Reads for one session, outside of transactions. */
export class SqliteReader implements Reader {
  readonly #home: ReaderHome
  readonly #origin: Origin

  constructor(home: ReaderHome, { session }: Use) {
    this.#home = home
    this.#origin = { session, transaction: undefined }
  }

  row(statement: Statement, parameters: readonly unknown[]): Awaitable<Row | undefined> {
    return this.#home.read((connection) => connection.row(statement, parameters, this.#origin))
  }

  rows(statement: Statement, parameters: readonly unknown[]): Awaitable<Row[]> {
    return this.#home.read((connection) => connection.rows(statement, parameters, this.#origin))
  }

  records(statement: Statement, parameters: readonly unknown[]): Awaitable<Records> {
    return this.#home.readOnly((connection) => connection.records(statement, parameters, this.#origin))
  }

  async *stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncGenerator<Row[]> {
    const connection = this.#home.connect()
    if (!connection) return yield* inParts(await this.rows(statement, parameters), size)
    try {
      yield* inParts(connection.iterate(statement, parameters, this.#origin), size)
    } finally {
      connection.close()
    }
  }
}

function* inParts(rows: Iterable<Row>, size: number): Generator<Row[]> {
  let part: Row[] = []
  for (const row of rows) {
    part.push(row)
    if (part.length < size) continue
    yield part
    part = []
  }
  if (part.length > 0) yield part
}
