import type { Statement } from "../engine.ts"

const statements = new WeakMap<TemplateStringsArray, Statement>()

/** The statement of a tagged template, made once for each place in the code, and its parameters. */
export function readSql(
  text: TemplateStringsArray,
  values: readonly unknown[],
): { readonly statement: Statement; readonly parameters: readonly unknown[] } {
  let statement = statements.get(text)
  if (!statement) {
    statement = Object.freeze({ sql: text.join("?"), hidden: undefined })
    statements.set(text, statement)
  }
  return { statement, parameters: values.map(parameter) }
}

function parameter(value: unknown): unknown {
  if (value === null || typeof value === "string" || typeof value === "bigint" || value instanceof Uint8Array)
    return value
  // Drivers bind numbers as floating point; an integer has to stay one where it is printed or stored as it is.
  if (typeof value === "number") return Number.isSafeInteger(value) ? BigInt(value) : value
  if (typeof value === "boolean") return value ? 1n : 0n
  if (value instanceof Date) return value.toISOString()
  throw new TypeError(`A value of type ${typeof value} cannot be bound. Turn it into text, a number or bytes first.`)
}

/** Whether a statement may write. One that only might is treated as one that does. */
export function writesRows({ sql }: Statement): boolean {
  const text = sql.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, "")
  if (/^(?:SELECT|VALUES|EXPLAIN)\b/i.test(text)) return false
  return !(/^WITH\b/i.test(text) && !/\b(?:INSERT|UPDATE|DELETE|REPLACE)\b/i.test(text))
}
