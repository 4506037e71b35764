import type { CompiledQuery, DatabaseConnection, QueryResult, RootOperationNode } from "kysely"
import type { Dialect } from "../dialects/dialect.ts"
import type { Records, Row, Statement } from "../engine.ts"
import { DataError } from "../errors.ts"
import type { Rewritten } from "./rewriter.ts"
import type { Output } from "./selections.ts"
import { HiddenValue, readerOf } from "./stored-values.ts"

/** The outcome of a statement. */
export interface KyselyResult extends Records {
  /** Key that the database made for an inserted row. */
  readonly key?: number | bigint
}

/** Runs the statements of Kysely in a session. */
export interface KyselyRunner {
  readonly dialect: Dialect
  /** @param rewritten undefined for text of the user's own */
  run(statement: Statement, parameters: readonly unknown[], rewritten: Rewritten | undefined): Promise<KyselyResult>
  stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncIterable<Row[]>
}

/** What Kysely takes for a connection to a database. */
export class SessionConnection implements DatabaseConnection {
  readonly #runner: KyselyRunner
  readonly #rewritten: WeakMap<RootOperationNode, Rewritten>

  constructor(runner: KyselyRunner, rewritten: WeakMap<RootOperationNode, Rewritten>) {
    this.#runner = runner
    this.#rewritten = rewritten
  }

  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const rewritten = this.#rewritten.get(compiled.query)
    const { statement, parameters } = bound(compiled)
    const { columns, rows, changes, key } = await this.#runner.run(statement, parameters, rewritten)
    const read = rowReader(columns, rewritten?.outputs, this.#runner.dialect)
    return {
      rows: rows.map(read) as R[],
      ...(rewritten?.writes && { numAffectedRows: BigInt(changes) }),
      ...(key && { insertId: BigInt(key) }),
    }
  }

  async *streamQuery<R>(compiled: CompiledQuery, size: number): AsyncIterableIterator<QueryResult<R>> {
    const outputs = this.#rewritten.get(compiled.query)?.outputs
    if (!outputs)
      throw new DataError("query-invalid", "A stream needs columns that are known. Name each that is selected.")
    const { statement, parameters } = bound(compiled)
    const read = rowReader(
      outputs.map(({ name }) => name),
      outputs,
      this.#runner.dialect,
    )
    for await (const rows of this.#runner.stream(statement, parameters, size)) yield { rows: rows.map(read) as R[] }
  }
}

function bound({ sql, parameters }: CompiledQuery): { statement: Statement; parameters: unknown[] } {
  const hidden = parameters.map((value) => value instanceof HiddenValue)
  return {
    statement: { sql, hidden: hidden.includes(true) ? hidden : undefined },
    parameters: parameters.map((value) => (value instanceof HiddenValue ? value.value : value)),
  }
}

/** Makes objects of rows, each value as an entity would have it. */
function rowReader(
  columns: readonly string[],
  outputs: readonly Output[] | undefined,
  dialect: Dialect,
): (row: Row) => Record<string, unknown> {
  const contents = new Map(outputs?.map(({ name, content }) => [name, content]))
  const readers = columns.map((name) => readerOf(contents.get(name), dialect))
  return (row) => {
    const record: Record<string, unknown> = {}
    for (const [place, name] of columns.entries()) {
      const stored = row[place]
      const read = readers[place]
      record[name] = read && stored !== null && stored !== undefined ? read(stored) : stored
    }
    return record
  }
}
