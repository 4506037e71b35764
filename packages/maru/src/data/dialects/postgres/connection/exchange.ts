import type { Row, Statement } from "../../../engine.ts"
import { wireValues } from "../values.ts"
import type { Bound, Wire } from "./driver.ts"
import {
  type Field,
  type Prepared,
  type PreparedStatements,
  columnsOf,
  noColumns,
  once,
} from "./prepared-statements.ts"

// `pg` has an interface for whoever wants to write messages and read answers by himself: its own cursor is such a
// one. This one beats the client's query in three ways (decision 0007 has the figures): what the rows of a prepared
// statement look like is asked for once, not with every execution; values are read in place; several statements go
// to the server together and are answered together. The fallback is `client.query`.

/** How a statement is run where it is not run in the usual way. */
export interface ExecutionOptions {
  /** What is sent in place of the statement's own text. */
  readonly sql?: string
  /** Whether the connection keeps it prepared: not where another one of the same text has other columns. */
  readonly kept?: boolean
  /** Whether observers are told. */
  readonly told?: boolean
}

/** A statement that is run once, and what came of it. */
export class Execution {
  readonly statement: Statement
  readonly parameters: readonly unknown[]
  readonly sql: string
  readonly kept: boolean
  readonly told: boolean
  readonly values: readonly Bound[]
  rows: Row[] = []
  names: readonly string[] = []
  /** The command that the server says it did: "INSERT", "COMMIT" ... Empty until then. */
  command = ""
  /** Rows that it has inserted, changed, deleted or read. */
  count = 0

  constructor(statement: Statement, parameters: readonly unknown[], options: ExecutionOptions = usual) {
    this.statement = statement
    this.parameters = parameters
    this.sql = options.sql ?? statement.sql
    this.kept = options.kept ?? true
    this.told = options.told ?? true
    this.values = wireValues(parameters)
  }

  /** As if it had not been run. */
  reset(): void {
    this.rows = []
    this.command = ""
    this.count = 0
  }
}

const usual: ExecutionOptions = Object.freeze({})

/** Statements that go to the server together. Where one fails, those behind it are not run. */
export class Exchange {
  readonly executions: readonly Execution[]
  /** What the server, or the loss of the connection, has said instead of an answer. */
  error: Error | undefined
  readonly #statements: PreparedStatements
  #prepared: Prepared[] = []
  #place = 0

  constructor(executions: readonly Execution[], statements: PreparedStatements) {
    this.executions = executions
    this.#statements = statements
  }

  /** Called by the client when the connection is free. */
  submit(wire: Wire): undefined {
    // What this exchange drops, it may still use: the server forgets it with the next one.
    const dropped = this.#statements.dropped()
    const prepared = this.executions.map(({ sql, kept }) => (kept ? this.#statements.take(sql) : once(sql)))
    this.#prepared = prepared
    wire.stream.cork()
    try {
      for (const name of dropped) wire.close({ type: "S", name })
      for (let place = 0; place < prepared.length; place++) this.#send(wire, prepared[place]!, this.executions[place]!)
      wire.sync()
    } finally {
      wire.stream.uncork()
    }
  }

  #send(wire: Wire, prepared: Prepared, { values }: Execution): void {
    if (!prepared.sent) wire.parse({ name: prepared.name, text: prepared.sql })
    prepared.sent = true
    wire.bind({ statement: prepared.name, values })
    if (!prepared.columns) wire.describe({ type: "P", name: "" })
    wire.execute()
  }

  handleParseComplete(): void {
    const prepared = this.#prepared[this.#place]
    if (prepared) prepared.parsed = true
  }

  handleRowDescription({ fields }: { readonly fields: readonly Field[] }): void {
    this.#prepared[this.#place]!.columns = columnsOf(fields)
  }

  handleDataRow({ fields }: { readonly fields: Row }): void {
    const { readers, plain } = this.#prepared[this.#place]!.columns!
    if (!plain) {
      for (let place = 0; place < fields.length; place++) {
        const reader = readers[place]
        if (reader && fields[place] !== null) fields[place] = reader(fields[place] as string)
      }
    }
    this.executions[this.#place]!.rows.push(fields)
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    const execution = this.executions[this.#place]!
    const prepared = this.#prepared[this.#place]!
    prepared.columns ??= noColumns
    execution.names = prepared.columns.names
    const [command] = text.split(" ", 1)
    execution.command = command!
    if (text.length > command!.length) execution.count = Number(text.slice(text.lastIndexOf(" ") + 1)) || 0
    this.#place++
  }

  handleEmptyQuery(): void {
    this.#prepared[this.#place]!.columns ??= noColumns
    this.#place++
  }

  /** What the server did not come to parse is no prepared statement. */
  handleError(error: Error): void {
    this.error ??= error
    for (const prepared of this.#prepared.slice(this.#place)) if (!prepared.parsed) this.#statements.forget(prepared)
  }

  handleReadyForQuery(): void {}

  handlePortalSuspended(): void {}

  /** The server waits for data, and takes the messages behind for a part of them: there is no way back. */
  handleCopyInResponse(wire: Wire): void {
    this.error = new Error("COPY FROM STDIN is not supported.")
    wire.stream.destroy()
  }

  handleCopyData(): void {}
}

/** Text of any number of statements, none of which has parameters. Rows are not kept. */
export class Script {
  error: Error | undefined
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  submit(wire: Wire): undefined {
    wire.query(this.#text)
  }

  handleError(error: Error): void {
    this.error ??= error
  }

  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFail("COPY FROM STDIN is not supported.")
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handleReadyForQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
  handleParseComplete(): void {}
}
