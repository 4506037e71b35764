import type { Dialect } from "./dialect.ts"
import type { DialectSchema } from "./dialect-schema.ts"
import { mysqlSchema } from "./mysql/schema/schema.ts"
import { postgresSchema } from "./postgres/schema/schema.ts"
import { sqliteSchema } from "./sqlite/schema/schema.ts"

/** Name of a kind of database: of the folder that its migrations are in, too. */
export type DialectName = Dialect["name"]

/** How each kind of database makes and changes tables. Needs no driver: migrations are written without a database. */
export const dialectSchemas: Readonly<Record<DialectName, DialectSchema>> = Object.freeze({
  sqlite: sqliteSchema,
  postgres: postgresSchema,
  mysql: mysqlSchema,
})
