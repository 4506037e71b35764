import type { Dialect, DialectText } from "../dialect.ts"
import { listOf } from "./arrays.ts"
import { quote } from "../quote.ts"
import { bindValue, codecOf } from "./values.ts"

const text: DialectText = {
  finish: numbered,
  placeholder: (position) => `$${position + 1}`,
  limit(limit, offset) {
    const first = limit === undefined ? "" : " LIMIT ?"
    const second = offset === undefined ? "" : " OFFSET ?"
    return { sql: `${first}${second}`, values: [limit, offset].filter((value) => value !== undefined) }
  },
  // A row that a left join may not have found cannot be locked.
  lock: " FOR UPDATE OF t0",
  returning: (columns) => ` RETURNING ${columns.join(", ")}`,
  onConflict(target, update) {
    const action =
      update.length === 0 ? "NOTHING" : `UPDATE SET ${update.map((name) => `${name} = excluded.${name}`).join(", ")}`
    return ` ON CONFLICT${target.length === 0 ? "" : ` (${target.join(", ")})`} DO ${action}`
  },
  // Text columns compare by code point, where upper and lower case are those of ASCII, as on SQLite.
  like: (expression, caseless) =>
    caseless ? `LOWER(${expression}) LIKE LOWER(?) ESCAPE '\\'` : `${expression} LIKE ? ESCAPE '\\'`,
}

/** The placeholders "?" as "$1", "$2" and so on; names and literals in quotes stay as they are. */
function numbered(sql: string): string {
  let count = 0
  return sql.replace(/"[^"]*"|'[^']*'|\?/g, (found) => (found === "?" ? `$${++count}` : found))
}

/** PostgreSQL's SQL. */
export const postgres: Dialect = Object.freeze({
  name: "postgres",
  quote,
  values: Object.freeze({
    codec: codecOf,
    bind: bindValue,
    select: (_type, expression) => expression,
    list: listOf,
  } satisfies Dialect["values"]),
  text: Object.freeze(text),
})
