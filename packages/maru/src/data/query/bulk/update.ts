import type { Dialect } from "../../dialects/dialect.ts"
import { DataError, ValidationFailed } from "../../errors.ts"
import { columnCodec } from "../../mapping/column-codec.ts"
import { entityState, stateOf } from "../../model/entity/entity-state.ts"
import { entityKeyParts } from "../../model/table/key.ts"
import { type Column, type Table, foreignKey } from "../../model/table/table.ts"
import { ColumnReference } from "../condition/column-reference.ts"
import { Expression, Increment, expressionKey } from "./expression.ts"

/** A column and what it is set to. */
export interface Assignment {
  readonly column: Column
  /** SQL with "?" for its parameters. */
  readonly sql: string
  readonly parameters: readonly unknown[]
  /** Decides the SQL, beside the column. */
  readonly key: string
}

/**
 * What an update sets. Times of changes and versions follow by themselves.
 *
 * @throws DataError `query-invalid`, ValidationFailed
 */
export function readAssignments(
  table: Table,
  dialect: Dialect,
  values: Readonly<Record<string, unknown>>,
): Assignment[] {
  const assignments = Object.entries(values).flatMap(([name, value]) => readValue(table, dialect, name, value))
  if (assignments.length === 0) throw invalid(table, "an update has to set something")
  const set = new Set(assignments.map(({ column }) => column))
  for (const column of table.columns) {
    if (set.has(column)) continue
    if (column.generated === "updated") assignments.push(plain(column, new Date(), dialect))
    if (column.generated === "version") assignments.push(grown(column, 1, dialect))
  }
  return assignments
}

/**
 * What a row is given that is deleted by saying so in it; undefined where rows go away.
 * The version follows, so that whoever has read the row before learns of it.
 */
export function deletionMarks({ deletion, version }: Table, dialect: Dialect): Assignment[] | undefined {
  if (!deletion) return undefined
  const mark = plain(deletion, new Date(), dialect)
  return version ? [mark, grown(version, 1, dialect)] : [mark]
}

function readValue(table: Table, dialect: Dialect, name: string, value: unknown): Assignment[] {
  if (value === undefined) throw invalid(table, `"${name}" is undefined`)
  const relation = table.relations.get(name)
  if (relation?.kind === "belongsTo") return readOwner(table, dialect, name, value)
  const column = table.byProperty.get(name)
  if (!column) throw invalid(table, `it has no column "${name}" to set`)
  if (column.primary) throw invalid(table, `"${name}" is a key, which never changes`)
  if (value instanceof Increment) return [grown(column, value.amount, dialect)]
  if (value instanceof Expression) return [computed(table, column, value, dialect)]
  return [plain(column, checked(table, column, value), dialect)]
}

function readOwner(table: Table, dialect: Dialect, name: string, owner: unknown): Assignment[] {
  const columns = foreignKey(table, name)
  if (owner === null) {
    if (columns.every(({ nullable }) => nullable)) return columns.map((column) => plain(column, null, dialect))
    throw invalid(table, `"${name}" has to belong to something`)
  }
  if (!stateOf(owner)) throw invalid(table, `"${name}" has to be an entity`)
  const key = entityKeyParts(entityState(owner).table, owner as object)
  if (key.some((part) => part === null || part === undefined)) throw invalid(table, `"${name}" has no key yet`)
  return columns.map((column, place) => plain(column, key[place], dialect))
}

function checked(table: Table, { property, schema, nullable }: Column, value: unknown): unknown {
  if (!schema) {
    if (value !== null || nullable) return value
    throw invalid(table, `"${property}" has to belong to something`)
  }
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const faults = result.error.issues.map(({ path, code, message }) => ({
    pointer: `/${[property, ...path.map(String)].join("/")}`,
    code,
    message,
  }))
  throw new ValidationFailed(table.label, faults)
}

function plain(column: Column, value: unknown, dialect: Dialect): Assignment {
  const stored = value === null || value === undefined ? null : columnCodec(column, dialect).write(value)
  return { column, sql: "?", parameters: [stored], key: "=" }
}

function grown(column: Column, amount: number | bigint | string, dialect: Dialect): Assignment {
  const stored = dialect.values.codec(column).write(amount)
  return { column, sql: `${dialect.quote(column.name)} + ?`, parameters: [stored], key: "+" }
}

function computed(table: Table, column: Column, made: Expression, dialect: Dialect): Assignment {
  const parameters: unknown[] = []
  const place = (value: unknown): string => {
    if (!(value instanceof ColumnReference)) {
      parameters.push(dialect.values.bind(value))
      return "?"
    }
    const named = table.byProperty.get(value.name as string)
    if (!named) throw invalid(table, `it has no column "${String(value.name)}"`)
    return dialect.quote(named.name)
  }
  const sql = made.text.reduce((before, part, index) => before + place(made.values[index - 1]) + part)
  return { column, sql: `(${sql})`, parameters, key: expressionKey(made) }
}

function invalid(table: Table, reason: string): DataError {
  return new DataError("query-invalid", `An update of ${table.label} does not work: ${reason}.`)
}
