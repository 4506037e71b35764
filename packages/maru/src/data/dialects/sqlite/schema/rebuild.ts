import type { Operation } from "../../../migrate/diff/operation.ts"
import type { SchemaColumn, SchemaTable } from "../../../migrate/schema/schema.ts"
import { literal, quote, quoteAll } from "../../quote.ts"
import { createIndexes, createTable } from "./table-sql.ts"

/**
 * A table made anew, for what ALTER TABLE cannot do: https://www.sqlite.org/lang_altertable.html#otheralter. The
 * runner of migrations switches foreign keys off before, and checks them afterwards.
 *
 * @param steps what changes; columns that are renamed or filled are found in it
 */
export function rebuild(from: SchemaTable, to: SchemaTable, steps: readonly Operation[]): string[] {
  const name = `_new_${to.name}`
  const copied = to.columns.flatMap((column) => {
    const source = sourceOf(from, column, steps)
    return source === undefined ? [] : [{ target: column.name, source }]
  })
  const targets = quoteAll(copied.map(({ target }) => target))
  const sources = copied.map(({ source }) => source).join(", ")
  const copy = `INSERT INTO ${quote(name)} (${targets})\n  SELECT ${sources} FROM ${quote(to.name)}`
  return [
    createTable(to, name),
    ...(copied.length > 0 ? [copy] : []),
    ...keepCount(from, to, name),
    `DROP TABLE ${quote(to.name)}`,
    `ALTER TABLE ${quote(name)} RENAME TO ${quote(to.name)}`,
    ...createIndexes(to),
  ]
}

/** Where the value of a column comes from; undefined where the database makes it. */
function sourceOf(from: SchemaTable, column: SchemaColumn, steps: readonly Operation[]): string | undefined {
  const renamed = steps.find((step) => step.kind === "rename column" && step.to === column.name)
  const name = renamed?.kind === "rename column" ? renamed.from : column.name
  const old = from.columns.find((each) => each.name === name)
  const added = steps.find((step) => step.kind === "add column" && step.column.name === column.name)
  if (!old || added) return added?.kind === "add column" ? added.fill : undefined
  const altered = steps.find((step) => step.kind === "alter column" && step.to.name === column.name)
  const fill = altered?.kind === "alter column" ? altered.fill : undefined
  // STRICT tables turn "12" into 12 and back, and refuse what would be lost. Bytes they never turn.
  const bytes = (old.type === "BLOB") !== (column.type === "BLOB")
  const value = bytes ? `CAST(${quote(name)} AS ${column.type})` : quote(name)
  return fill === undefined ? value : `coalesce(${value}, ${fill})`
}

/** Keys that were given out for rows that are gone are not given out again. */
function keepCount(from: SchemaTable, to: SchemaTable, name: string): string[] {
  const counts = (table: SchemaTable): boolean => table.columns.some(({ generated }) => generated)
  if (!counts(from) || !counts(to)) return []
  return [
    `DELETE FROM "sqlite_sequence" WHERE "name" = ${literal(name)}`,
    `INSERT INTO "sqlite_sequence" ("name", "seq")\n  SELECT ${literal(name)}, "seq" FROM "sqlite_sequence" WHERE "name" = ${literal(to.name)}`,
  ]
}
