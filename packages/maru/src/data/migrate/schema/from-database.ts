import { dialectSchemas } from "../../dialects/schemas.ts"
import type { Engine } from "../../engine.ts"
import type { Schema } from "./schema.ts"

/** What a live database looks like. The engine has to be open. */
export function schemaOfDatabase(engine: Engine): Promise<Schema> {
  return engine.schema((connection) => dialectSchemas[engine.dialect.name].read(connection))
}
