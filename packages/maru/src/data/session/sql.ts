import type { Dialect } from "../dialects/dialect.ts"
import type { Statement } from "../engine.ts"

const statements = new WeakMap<TemplateStringsArray, Map<Dialect, Statement>>()

/** The statement of a tagged template, made once for each place in the code, and its parameters. */
export function readSql(
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

/** Whether a statement may write. One that only might is treated as one that does. */
export function writesRows({ sql }: Statement): boolean {
  const text = sql.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, "")
  if (/^(?:SELECT|VALUES|EXPLAIN)\b/i.test(text)) return false
  return !(/^WITH\b/i.test(text) && !/\b(?:INSERT|UPDATE|DELETE|REPLACE)\b/i.test(text))
}
