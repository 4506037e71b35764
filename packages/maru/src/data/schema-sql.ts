import { sqliteSchema } from "./dialects/sqlite/schema-sql.ts"
import type { AnyModel } from "./model/types.ts"

/**
 * The statements that make the tables of the models: what a first migration says.
 *
 * @param models every model that others refer to has to be among them
 */
export function schemaSql(models: readonly AnyModel[]): string {
  return sqliteSchema(models)
}
