import type { Dialect, DialectText } from "../dialect.ts"
import { listOf } from "./lists.ts"
import { bindValue, codecOf } from "./values.ts"

/** As many rows as there can be: an offset is not allowed without a limit. */
const allRows = 2n ** 63n - 1n

const text: DialectText = {
  finish: (sql) => sql,
  placeholder: () => "?",
  limit(limit, offset) {
    if (offset === undefined)
      return limit === undefined ? { sql: "", values: [] } : { sql: " LIMIT ?", values: [limit] }
    return { sql: " LIMIT ? OFFSET ?", values: [limit ?? allRows, offset] }
  },
  lock: " FOR UPDATE",
  returning: () => "",
  onConflict(target, update) {
    // Any unique index counts, not only the target's. A column set to itself is no change.
    const changes = update.map((name) => `${name} = VALUES(${name})`)
    return ` ON DUPLICATE KEY UPDATE ${changes.length > 0 ? changes.join(", ") : `${target[0]} = ${target[0]}`}`
  },
  // A backslash is what escapes where nothing else is said.
  like: (expression, caseless) => (caseless ? `LOWER(${expression}) LIKE LOWER(?)` : `${expression} LIKE ?`),
}

/** The SQL of MySQL and MariaDB, as far as both understand it. */
export const mysql: Dialect = Object.freeze({
  name: "mysql",
  quote: (name: string) => `\`${name.replaceAll("`", "``")}\``,
  values: Object.freeze({
    codec: codecOf,
    bind: bindValue,
    select: (_type, expression) => expression,
    list: listOf,
  } satisfies Dialect["values"]),
  text: Object.freeze(text),
})
