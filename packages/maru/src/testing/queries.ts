import { formatSource } from "../errors/source.ts"
import type { Database } from "../data/database.ts"
import type { ObservedStatement } from "../data/observer.ts"

const transactionWords = /^(?:BEGIN|START|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b/i

/** Some work has run another number of statements than a test expects. The message lists them with their callers. */
export class UnexpectedQueries extends Error {
  override readonly name = "UnexpectedQueries"
  readonly statements: readonly ObservedStatement[]

  constructor(expected: number, statements: readonly ObservedStatement[]) {
    super(`Expected ${plural(expected)}, ran ${statements.length}:\n${statements.map(line).join("\n")}`)
    this.statements = statements
  }
}

/**
 * Runs work and counts the statements that the database runs meanwhile; those that begin and end
 * transactions are not counted. Other work on the same database at the same time is counted too.
 *
 * ```ts
 * const page = await expectQueries(database, 2, () => api.get("/posts"))
 * ```
 *
 * @returns what the work returns
 * @throws UnexpectedQueries
 */
export async function expectQueries<T>(database: Database, count: number, work: () => T | Promise<T>): Promise<T> {
  const statements: ObservedStatement[] = []
  const stop = database.observe((statement) => {
    if (!transactionWords.test(statement.text)) statements.push(statement)
  })
  try {
    const result = await work()
    if (statements.length !== count) throw new UnexpectedQueries(count, statements)
    return result
  } finally {
    stop()
  }
}

function plural(count: number): string {
  return count === 1 ? "1 statement" : `${count} statements`
}

function line({ text, caller }: ObservedStatement, index: number): string {
  return `  ${index + 1}. ${text}${caller ? ` (${formatSource(caller)})` : ""}`
}
