import { CheckViolation, ForeignKeyViolation, NotNullViolation, UniqueViolation } from "../../errors.ts"
import type { Table } from "../../model/table/table.ts"
import type { DriverError } from "./connection/driver.ts"

/** Finds the columns of an index. @param table name of the table that was written, if it is known */
export type IndexColumns = (table: string | undefined, index: string) => Promise<readonly string[]>

const duplicate = new Set([1062, 1586])
const reference = new Set([1216, 1217, 1451, 1452])
const absent = new Set([1048, 1364])
const check = new Set([3819, 4025])
/** Values that the type of a column cannot hold. */
const unsuitable = new Set([1264, 1265, 1292, 1366, 1406, 1411, 3140])

/**
 * A broken constraint as its typed error; anything else as it is.
 * @param table the one that was written, undefined where only the database knows
 */
export async function violation(error: unknown, table: Table | undefined, columns: IndexColumns): Promise<unknown> {
  const { errno, message } = error as DriverError
  if (errno === undefined) return error
  const options = { cause: withoutValues(error as DriverError) }
  if (duplicate.has(errno)) {
    const { owner, index } = indexIn(message, table)
    const names = await columns(table?.name ?? owner, index)
    return new UniqueViolation(table?.label ?? owner ?? "row", properties(table, names), options)
  }
  if (reference.has(errno)) return new ForeignKeyViolation(table?.label ?? referring(message), options)
  const label = table?.label ?? "row"
  if (absent.has(errno)) return new NotNullViolation(label, properties(table, [quoted(message)]), options)
  if (check.has(errno)) return new CheckViolation(label, constraint(message), options)
  if (unsuitable.has(errno)) return new CheckViolation(label, quotedColumn(message), options)
  return error
}

/** The server's message without the values that it shows. */
function withoutValues({ code, errno, sqlState }: DriverError): Error {
  return Object.assign(new Error(`${code ?? "The server"} (${errno}, ${sqlState})`), { code, errno, sqlState })
}

/** `... for key 'users.email'` on MySQL, `... for key 'email'` on MariaDB. The value before it may be anything. */
function indexIn(
  message: string,
  table: Table | undefined,
): { readonly owner: string | undefined; readonly index: string } {
  const start = message.lastIndexOf(" for key '")
  const name = message.slice(start + 10, message.lastIndexOf("'"))
  if (table) return { owner: undefined, index: withoutPrefix(name, `${table.name}.`) }
  const dot = name.indexOf(".")
  return { owner: dot > 0 ? name.slice(0, dot) : undefined, index: name.slice(dot + 1) }
}

function withoutPrefix(name: string, prefix: string): string {
  return name.startsWith(prefix) ? name.slice(prefix.length) : name
}

/** `... constraint fails (`board`.`posts`, CONSTRAINT ...` */
function referring(message: string): string {
  return /fails \(`(?:[^`]|``)*`\.`((?:[^`]|``)*)`/.exec(message)?.[1] ?? "row"
}

/** `Column 'title' cannot be null`, `Field 'title' doesn't have a default value` */
function quoted(message: string): string {
  return /'(.*)'/.exec(message)?.[1] ?? "?"
}

/** `Check constraint 'adult' is violated.` on MySQL, `CONSTRAINT `users.age` failed for ...` on MariaDB. */
function constraint(message: string): string {
  return /'(.*)'/.exec(message)?.[1] ?? /CONSTRAINT `(.*)` failed for/.exec(message)?.[1] ?? "?"
}

/** `... for column 'age' at row 1`, `... for column `board`.`users`.`age` at row 1`; the value before it may be anything. */
function quotedColumn(message: string): string {
  const rest = message.slice(message.lastIndexOf(" for column ") + 12)
  return /^(?:`.*`\.)?[`'](.*?)[`'](?: |$)/.exec(rest)?.[1] ?? "?"
}

function properties(table: Table | undefined, names: readonly string[]): string[] {
  return names.map((name) => table?.columns.find((column) => column.name === name)?.property ?? name)
}
