import type { Isolation, Records, Row, Statement, Step, Transaction, Use, WriteResult } from "../../engine.ts"
import { DatabaseUnavailable } from "../../errors.ts"
import type { Table } from "../../model/table/table.ts"
import type { Origin } from "../../observer.ts"
import type { PostgresConnection } from "./connection/connection.ts"
import { Execution } from "./connection/exchange.ts"
import { isStaleFailure } from "./connection/failures.ts"
import { control } from "./control.ts"
import { cursorRows } from "./cursor.ts"
import { violation } from "./violations.ts"
import { type Writing, writingsOf, written } from "./writing.ts"

/** Most statements that go to the server together. */
const statementsAtOnce = 500

const mark = "maru_statement"
const ofTransactions = /^\s*(?:SAVEPOINT|RELEASE|ROLLBACK|COMMIT|BEGIN|START|END|ABORT|PREPARE|SET)\b/i

/** A transaction on one connection. BEGIN goes to the server together with the first statement. */
export class PostgresTransaction implements Transaction {
  readonly number: number
  readonly #connection: PostgresConnection
  readonly #origin: Origin
  readonly #signal: AbortSignal | undefined
  readonly #ended: () => void
  #begin: Execution | undefined
  #over = false
  /** Why the server takes nothing but the end of the transaction, if it does so. */
  #fault: unknown

  constructor(connection: PostgresConnection, number: number, use: Use, isolation: Isolation, ended: () => void) {
    this.number = number
    this.#connection = connection
    this.#origin = { session: use.session, transaction: number }
    this.#signal = use.signal
    this.#ended = ended
    const begin = `BEGIN ISOLATION LEVEL ${isolation.toUpperCase()}${use.readOnly ? " READ ONLY" : ""}`
    this.#begin = new Execution(control(begin), [])
  }

  async row(statement: Statement, parameters: readonly unknown[]): Promise<Row | undefined> {
    return (await this.#one(statement, parameters)).rows[0]
  }

  async rows(statement: Statement, parameters: readonly unknown[]): Promise<Row[]> {
    return (await this.#one(statement, parameters)).rows
  }

  async records(statement: Statement, parameters: readonly unknown[]): Promise<Records> {
    const { names, rows, count, command } = await this.#guarded(statement, parameters, undefined)
    return { columns: names, rows, changes: command === "SELECT" ? 0 : count }
  }

  stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncGenerator<Row[]> {
    return cursorRows((executions) => this.#run(executions), statement, parameters, size)
  }

  /** Statements go together until the next one may need a key that one of them makes. */
  async write(steps: readonly Step[]): Promise<void> {
    let due: Writing[] = []
    for (const step of steps) {
      for (const writing of writingsOf(step)) {
        due.push(writing)
        if (writing.count === 1 && due.length < statementsAtOnce) continue
        await this.#write(due)
        due = []
      }
      if (!step.insert?.generated || due.length === 0) continue
      await this.#write(due)
      due = []
    }
    if (due.length > 0) await this.#write(due)
  }

  async execute(statement: Statement, parameters: readonly unknown[], table?: Table): Promise<WriteResult> {
    const { count, rows } = table
      ? await this.#guarded(statement, parameters, table)
      : await this.#one(statement, parameters)
    return { changes: count, key: (rows[0]?.[0] as number | undefined) ?? 0 }
  }

  async commit(): Promise<void> {
    this.#check()
    this.#over = true
    try {
      if (!this.#begin) await this.#commit()
    } finally {
      this.#ended()
    }
  }

  async rollback(): Promise<void> {
    if (this.#over) return
    this.#over = true
    try {
      if (!this.#begin && !this.#connection.lost) {
        await this.#connection.exchange([new Execution(control("ROLLBACK"), [])], this.#origin)
      }
    } catch {
      this.#connection.destroy()
    } finally {
      this.#ended()
    }
  }

  /** The server answers COMMIT of a transaction that has failed by rolling back, as if nothing were wrong. */
  async #commit(): Promise<void> {
    const commit = new Execution(control("COMMIT"), [])
    const lost = this.#connection.lost
    try {
      await this.#connection.exchange([commit], this.#origin)
    } catch (error) {
      if (lost || !this.#connection.lost) throw violation(error, undefined)
      const message = "The connection was lost during COMMIT: it is not known whether the work was done."
      throw new DatabaseUnavailable(message, { cause: error })
    }
    if (commit.command !== "COMMIT") throw this.#fault ?? new DatabaseUnavailable("The transaction had failed before.")
  }

  async #write(writings: readonly Writing[]): Promise<void> {
    await this.#run(
      writings.map(({ execution }) => execution),
      () => writings.find(({ execution }) => execution.command === "")?.step.table,
    )
    for (const writing of writings) written(writing)
  }

  async #one(statement: Statement, parameters: readonly unknown[]): Promise<Execution> {
    const execution = new Execution(statement, parameters)
    await this.#run([execution])
    return execution
  }

  /**
   * A statement whose failure undoes nothing else, as on other engines: here it would fail the transaction. The
   * savepoint goes to the server together with it.
   */
  async #guarded(statement: Statement, parameters: readonly unknown[], table: Table | undefined): Promise<Execution> {
    if (ofTransactions.test(statement.sql)) return this.#one(statement, parameters)
    const execution = new Execution(statement, parameters)
    const before = new Execution(control(`SAVEPOINT ${mark}`), [], { told: false })
    const after = (): Execution => new Execution(control(`RELEASE SAVEPOINT ${mark}`), [], { told: false })
    try {
      await this.#run([before, execution, after()], () => table)
      return execution
    } catch (error) {
      if (before.command !== "" && !this.#connection.lost && !this.#over) {
        const back = new Execution(control(`ROLLBACK TO SAVEPOINT ${mark}`), [], { told: false })
        await this.#connection.exchange([back, after()], this.#origin)
      }
      throw error
    }
  }

  async #run(executions: readonly Execution[], table?: () => Table | undefined): Promise<void> {
    this.#check()
    const begin = this.#begin
    this.#begin = undefined
    const all = begin ? [begin, ...executions] : executions
    try {
      await this.#connection.exchange(all, this.#origin, this.#signal).catch((error: unknown) => {
        if (!begin || !isStaleFailure(error)) throw error
        return this.#again(all)
      })
    } catch (error) {
      const fault = violation(error, table?.())
      this.#fault = fault
      throw fault
    }
  }

  /** Where the first statement of a transaction has to be prepared anew, nothing is lost yet. */
  async #again(executions: readonly Execution[]): Promise<void> {
    await this.#connection.exchange([new Execution(control("ROLLBACK"), [])], this.#origin)
    for (const execution of executions) execution.reset()
    await this.#connection.exchange(executions, this.#origin, this.#signal)
  }

  #check(): void {
    if (this.#over) throw new DatabaseUnavailable("The transaction has ended.")
  }
}
