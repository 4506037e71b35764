import type { InsertStep, Statement, Step } from "../../engine.ts"
import { arrayText, arrayType } from "./arrays.ts"
import { quote } from "../quote.ts"

const statements = new WeakMap<Statement, Statement>()

/**
 * One INSERT for any number of rows: each column is bound as an array. The rows are numbered and inserted in this
 * order, so the keys that the database counts up are in it too.
 */
export function insertOfMany({ statement, table, insert }: Step & { readonly insert: InsertStep }): Statement {
  const known = statements.get(statement)
  if (known) return known
  const { columns, generated } = insert
  const names = columns.map(({ name }) => quote(name)).join(", ")
  const arrays = columns.map((column, place) => `$${place + 1}::${arrayType(column)}`).join(", ")
  const fields = columns.map((_, place) => `c${place}`)
  const rows = `unnest(${arrays}) WITH ORDINALITY AS r (${[...fields, "n"].join(", ")})`
  const back = generated ? ` RETURNING ${quote(generated.name)}` : ""
  const sql = `INSERT INTO ${quote(table.name)} (${names}) SELECT ${fields.join(", ")} FROM ${rows} ORDER BY n${back}`
  const made = Object.freeze({ sql, hidden: statement.hidden })
  statements.set(statement, made)
  return made
}

/** The parameters of rows as an array for each column. */
export function arraysOf(rows: readonly (readonly unknown[])[]): string[] {
  return rows[0]!.map((_, place) => arrayText(rows.map((row) => row[place])))
}

/** Keys in the order of the rows: the database does not promise the order of what it returns, but that it counts up. */
export function keysInOrder(keys: readonly (number | bigint)[]): readonly (number | bigint)[] {
  return keys.every((key, place) => place === 0 || keys[place - 1]! < key) ? keys : keys.toSorted(ascending)
}

function ascending(left: number | bigint, right: number | bigint): number {
  return left < right ? -1 : 1
}
