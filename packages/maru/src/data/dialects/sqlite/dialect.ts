import type { Dialect, DialectText } from "../dialect.ts"
import { bindValue, codecOf, listOf } from "./values.ts"

// SQLite looks at the values of bare parameters when it plans, and then plans again each time one is bound: 15 µs for
// `LIMIT ?`, 10 for `key = ?` beside a join (decision 21). Any operator hides the value.
const bound = "CAST(? AS INTEGER)"

const severalTables = / JOIN |\(SELECT /
/** What a function takes is hidden by it. The pattern of LIKE stays bare: its beginning decides whether an index serves. */
const bareParameter = /"[^"]*"|'[^']*'|LIKE \?|\w\(\?|\?/g

/** `+` leaves every value as it is. */
function hideValues(sql: string): string {
  return severalTables.test(sql) ? sql.replace(bareParameter, (found) => (found === "?" ? "+?" : found)) : sql
}

const text: DialectText = {
  finish: hideValues,
  placeholder: () => "?",
  limit(limit, offset) {
    if (offset === undefined)
      return limit === undefined ? { sql: "", values: [] } : { sql: ` LIMIT ${bound}`, values: [limit] }
    return { sql: ` LIMIT ${bound} OFFSET ${bound}`, values: [limit ?? -1, offset] }
  },
  lock: "",
  returning: () => "",
  onConflict(target, update) {
    const action =
      update.length === 0 ? "NOTHING" : `UPDATE SET ${update.map((name) => `${name} = excluded.${name}`).join(", ")}`
    return ` ON CONFLICT${target.length === 0 ? "" : ` (${target.join(", ")})`} DO ${action}`
  },
  // The connection compares LIKE by case, as the other databases do.
  like: (expression, caseless) =>
    caseless ? `LOWER(${expression}) LIKE LOWER(?) ESCAPE '\\'` : `${expression} LIKE ? ESCAPE '\\'`,
}

/** SQLite's SQL. */
export const sqlite: Dialect = Object.freeze({
  name: "sqlite",
  quote: (name: string) => `"${name.replaceAll('"', '""')}"`,
  values: Object.freeze({
    codec: codecOf,
    bind: bindValue,
    select: ({ kind }, expression) =>
      kind === "bigint" || kind === "decimal" ? `CAST(${expression} AS TEXT)` : expression,
    list: listOf,
  } satisfies Dialect["values"]),
  text: Object.freeze(text),
})
