import type { Dialect } from "../dialects/dialect.ts"
import type { Awaitable, Reader, Records, Statement, Transaction } from "../engine.ts"
import type { UnitOfWork } from "../work/unit-of-work.ts"
import type { TransactionHolder } from "./transaction-holder.ts"

const statements = new WeakMap<TemplateStringsArray, Map<Dialect, Statement>>()

/** The statement of a tagged template, made once for each place in the code, and its parameters. */
function readSql(
  text: TemplateStringsArray,
  values: readonly unknown[],
  dialect: Dialect,
): { readonly statement: Statement; readonly parameters: readonly unknown[] } {
  const known = statements.get(text) ?? new Map<Dialect, Statement>()
  statements.set(text, known)
  const statement = known.get(dialect) ?? compile(text, dialect)
  known.set(dialect, statement)
  return { statement, parameters: values.map(dialect.values.bind) }
}

function compile(text: TemplateStringsArray, dialect: Dialect): Statement {
  const sql = text.reduce((before, part, place) => before + dialect.text.placeholder(place - 1) + part)
  return Object.freeze({ sql, hidden: undefined })
}

/** Runs it: one that may write joins the transaction, and rolls it back where it fails. */
export async function runSql<T>(
  text: TemplateStringsArray,
  values: readonly unknown[],
  dialect: Dialect,
  holder: TransactionHolder,
  work: UnitOfWork,
): Promise<readonly T[]> {
  const { statement, parameters } = readSql(text, values, dialect)
  const run = (reader: Reader): Awaitable<Records> => reader.records(statement, parameters)
  const write = (transaction: Transaction): Awaitable<Records> => {
    work.blind()
    return run(transaction)
  }
  const { columns, rows } = writesRows(statement) ? await holder.write(write) : await run(await holder.reader(false))
  return rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place]]))) as T[]
}

/** Whether a statement may write. One that only might is treated as one that does. */
export function writesRows({ sql }: Statement): boolean {
  const text = sql.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, "")
  if (/^(?:SELECT|VALUES|EXPLAIN)\b/i.test(text)) return false
  return !(/^WITH\b/i.test(text) && !/\b(?:INSERT|UPDATE|DELETE|REPLACE)\b/i.test(text))
}
