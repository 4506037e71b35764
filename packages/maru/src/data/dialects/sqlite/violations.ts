import {
  CheckViolation,
  ForeignKeyViolation,
  NotNullViolation,
  DatabaseUnavailable,
  UniqueViolation,
} from "../../errors.ts"
import type { Table } from "../../model/table/table.ts"
import { isBusy, resultCode } from "./driver.ts"

/** The extended result codes of broken constraints: https://www.sqlite.org/rescode.html */
const broken = {
  check: 275,
  foreignKey: 787,
  notNull: 1299,
  primaryKey: 1555,
  unique: 2067,
  rowId: 2579,
  dataType: 3091,
} as const

/**
 * A broken constraint as its typed error; anything else as it is.
 * @param table the one that was written, undefined where only the database knows
 */
export function violation(error: unknown, table: Table | undefined): unknown {
  const { message } = error as { readonly message?: string }
  const subject = (message ?? "").replace(/^[^:]*: /, "")
  const label = table?.label ?? /^[^.,\s]+(?=\.)/.exec(subject)?.[0] ?? "row"
  switch (resultCode(error)) {
    case broken.unique:
    case broken.primaryKey:
    case broken.rowId:
      return new UniqueViolation(label, properties(table, subject), { cause: error })
    case broken.foreignKey:
      return new ForeignKeyViolation(label, { cause: error })
    case broken.notNull:
      return new NotNullViolation(label, properties(table, subject), { cause: error })
    case broken.check:
    case broken.dataType:
      return new CheckViolation(label, subject, { cause: error })
    default:
      return isBusy(error)
        ? new DatabaseUnavailable("The database is locked by another process.", { cause: error })
        : error
  }
}

/** `users.email, users.team_id` as properties; an index on an expression is named as it is. */
function properties(table: Table | undefined, list: string): string[] {
  return list.split(", ").map((item) => {
    const name = item.slice(item.indexOf(".") + 1)
    return table?.columns.find((column) => column.name === name)?.property ?? name
  })
}
