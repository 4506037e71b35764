import type { DialectSchema } from "../../dialect-schema.ts"
import { storedColumn, typedLiteral } from "./column-types.ts"
import { readSchema } from "./introspection.ts"
import { statements } from "./statements.ts"

/** How SQLite makes and changes tables. */
export const sqliteSchema: DialectSchema = {
  name: "sqlite",
  nameLimit: Infinity,
  column: storedColumn,
  literal: typedLiteral,
  statements,
  read: readSchema,
}
