import { CheckViolation, ForeignKeyViolation, NotNullViolation, UniqueViolation } from "../../errors.ts"
import type { Table } from "../../model/table/table.ts"
import type { Failure } from "./connection/failures.ts"

/** Values that a column cannot store, by SQLSTATE, and what is wrong with them. */
const unfit: Readonly<Record<string, string>> = {
  "22001": "length",
  "22003": "range",
  "22007": "type",
  "22008": "range",
  "22021": "characters",
  "22P02": "type",
  "22P05": "characters",
}

/**
 * A broken constraint as its typed error; anything else as it is. What the server says beside the message has
 * values in it, and goes.
 *
 * @param table the one that was written, undefined where only the database knows
 */
export function violation(error: unknown, table: Table | undefined): unknown {
  const failure = error as Failure
  const { code, constraint } = failure
  const label = table?.label ?? failure.table ?? "row"
  switch (code) {
    case "23505":
      return new UniqueViolation(label, uniqueColumns(failure, table), { cause: withoutDetail(failure) })
    case "23503":
    case "23001":
      return new ForeignKeyViolation(label, { cause: withoutDetail(failure) })
    case "23502":
      return new NotNullViolation(label, properties(table, [failure.column!]), { cause: withoutDetail(failure) })
    case "23514":
    case "23P01":
      return new CheckViolation(label, constraint ?? "constraint", { cause: withoutDetail(failure) })
    default:
      return table && code !== undefined && unfit[code]
        ? new CheckViolation(label, failure.column ?? unfit[code], { cause: withoutDetail(failure) })
        : error
  }
}

function withoutDetail(failure: Failure): Failure {
  failure.detail = undefined
  return failure
}

/** `Key (team_id, name)=(1, Ada) already exists.`, in whatever language; a role that may not read is told nothing. */
function uniqueColumns({ detail, constraint }: Failure, table: Table | undefined): string[] {
  const [, list] = /\((.+?)\)=\(/.exec(detail ?? "") ?? []
  if (list !== undefined) return properties(table, list.match(/"(?:[^"]|"")*"|[^,\s](?:[^,]*[^,\s])?/g) ?? [list])
  if (table && constraint?.endsWith("_pkey")) return table.key.map(({ property }) => property)
  return [constraint ?? "key"]
}

/** Names as properties; an index on an expression is named as it is. */
function properties(table: Table | undefined, names: readonly string[]): string[] {
  return names.map((each) => {
    const name = each.startsWith('"') ? each.slice(1, -1).replaceAll('""', '"') : each
    return table?.columns.find((column) => column.name === name)?.property ?? name
  })
}
