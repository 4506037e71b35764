import type { DialectSchema } from "../../dialect-schema.ts"
import { storedColumn, typedLiteral } from "./column-types.ts"
import { readSchema } from "./introspection.ts"
import { statements } from "./statements.ts"

/** How PostgreSQL makes and changes tables. */
export const postgresSchema: DialectSchema = {
  name: "postgres",
  nameLimit: 63,
  column: storedColumn,
  literal: typedLiteral,
  statements,
  read: readSchema,
}
