import type { Dialect } from "../dialects/dialect.ts"
import type { Row, Statement } from "../engine.ts"
import type { KyselyRunner, KyselyResult } from "../kysely/connection.ts"
import type { Rewritten } from "../kysely/rewriter.ts"
import type { UnitOfWork } from "../work/unit-of-work.ts"
import { writesRows } from "./sql.ts"
import type { TransactionHolder } from "./transaction-holder.ts"

/** Runs the statements of Kysely where the session reads, or in its transaction. */
export class SessionKyselyRunner implements KyselyRunner {
  readonly dialect: Dialect
  readonly #holder: TransactionHolder
  readonly #work: UnitOfWork

  constructor(holder: TransactionHolder, work: UnitOfWork, dialect: Dialect) {
    this.#holder = holder
    this.#work = work
    this.dialect = dialect
  }

  async run(
    statement: Statement,
    parameters: readonly unknown[],
    rewritten: Rewritten | undefined,
  ): Promise<KyselyResult> {
    this.#holder.check()
    if (writes(statement, rewritten)) return this.#write(statement, parameters, rewritten)
    const reader = await this.#holder.reader(false)
    return reader.records(statement, parameters)
  }

  async *stream(statement: Statement, parameters: readonly unknown[], size: number): AsyncIterable<Row[]> {
    const reader = await this.#holder.reader(false)
    yield* reader.stream(statement, parameters, size)
  }

  async #write(
    statement: Statement,
    parameters: readonly unknown[],
    rewritten: Rewritten | undefined,
  ): Promise<KyselyResult> {
    const silent = rewritten?.writes === true && rewritten.outputs === undefined && !rewritten.returns
    const result = await this.#holder.write(async (transaction): Promise<KyselyResult> => {
      if (!silent) return transaction.records(statement, parameters)
      const { changes, key } = await transaction.execute(statement, parameters, rewritten.target)
      return { columns: [], rows: [], changes, key }
    })
    if (rewritten) this.#work.changed(rewritten.changed, rewritten.deletes)
    else this.#work.blind()
    return result
  }
}

/** Whether a statement may write; text of the user's own is looked at. */
function writes(statement: Statement, rewritten: Rewritten | undefined): boolean {
  if (rewritten?.writes) return true
  return rewritten?.node.kind !== "SelectQueryNode" && writesRows(statement)
}
