import { type DialectName, dialectSchemas } from "./dialects/schemas.ts"
import { diff } from "./migrate/diff/diff.ts"
import { schemaOfModels } from "./migrate/schema/from-models.ts"
import { emptySchema } from "./migrate/schema/schema.ts"
import type { AnyModel } from "./model/types.ts"

/**
 * The statements that make the tables of the models: what a first migration says.
 *
 * @param models every model that others refer to has to be among them
 * @param dialect the kind of database that is to understand them
 */
export function schemaSql(models: readonly AnyModel[], dialect: DialectName = "sqlite"): string {
  const schema = dialectSchemas[dialect]
  const wanted = schemaOfModels(models, schema)
  const statements = schema.statements(diff(emptySchema, wanted), emptySchema, wanted)
  return statements.map((statement) => `${statement};\n`).join("\n")
}
