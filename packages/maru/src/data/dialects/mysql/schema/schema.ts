import type { DialectSchema } from "../../dialect-schema.ts"
import { storedColumn, typedLiteral } from "./column-types.ts"
import { readSchema } from "./introspection.ts"
import { statements } from "./statements.ts"

/** How MySQL and MariaDB make and change tables. */
export const mysqlSchema: DialectSchema = {
  name: "mysql",
  nameLimit: 64,
  column: storedColumn,
  literal: typedLiteral,
  statements,
  read: readSchema,
}
