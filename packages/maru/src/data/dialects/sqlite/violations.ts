import {
  CheckViolation,
  ForeignKeyViolation,
  NotNullViolation,
  DatabaseUnavailable,
  UniqueViolation,
} from "../../errors.ts"
import type { Table } from "../../model/table/table.ts"
import { isBusy } from "./driver.ts"

/**
 * A broken constraint as its typed error; anything else as it is.
 * @param table the one that was written, undefined where only the database knows
 */
export function violation(error: unknown, table: Table | undefined): unknown {
  const { code, message } = error as { code?: unknown; message?: string }
  const subject = (message ?? "").replace(/^[^:]*: /, "")
  const label = table?.label ?? /^[^.,\s]+(?=\.)/.exec(subject)?.[0] ?? "row"
  switch (code) {
    case "SQLITE_CONSTRAINT_UNIQUE":
    case "SQLITE_CONSTRAINT_PRIMARYKEY":
    case "SQLITE_CONSTRAINT_ROWID":
      return new UniqueViolation(label, properties(table, subject), { cause: error })
    case "SQLITE_CONSTRAINT_FOREIGNKEY":
      return new ForeignKeyViolation(label, { cause: error })
    case "SQLITE_CONSTRAINT_NOTNULL":
      return new NotNullViolation(label, properties(table, subject), { cause: error })
    case "SQLITE_CONSTRAINT_CHECK":
    case "SQLITE_CONSTRAINT_DATATYPE":
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
