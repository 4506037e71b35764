import type { Dialect } from "../dialect.ts"
import { codecs, listOf } from "./values.ts"

/** SQLite's SQL. */
export const sqlite: Dialect = {
  name: "sqlite",
  quote: (name) => `"${name.replaceAll('"', '""')}"`,
  codec: (kind) => codecs[kind],
  select: (kind, expression) => (kind === "bigint" ? `CAST(${expression} AS TEXT)` : expression),
  list: listOf,
}
