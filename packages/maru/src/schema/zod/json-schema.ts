import { StartError } from "../../errors/start-error.ts"
import type { JsonSchema } from "../adapter.ts"
import type { ZodSchema } from "./zod-type.ts"

interface Overridden {
  readonly zodSchema: ZodSchema
  readonly jsonSchema: Record<string, unknown>
}

interface Converts {
  toJSONSchema?(parameters: object): JsonSchema
}

/**
 * JSON Schema by Zod's own converter. Named schemas (`.meta({ id })`) and recursive ones stand under
 * `$defs` and are referred to as `#/$defs/Name`.
 */
export function zodJsonSchema(schema: ZodSchema, side: "input" | "output"): JsonSchema {
  const converter = schema as unknown as Converts
  if (typeof converter.toJSONSchema !== "function") {
    throw new StartError(
      "schema-unsuitable",
      "This Zod schema has no toJSONSchema(). Use a schema of zod 4.2 or later.",
    )
  }
  const json = converter.toJSONSchema({ io: side, unrepresentable: "any", target: "draft-2020-12", override })
  const { $schema: _, ...rest } = json
  return rest
}

/** What Zod calls unrepresentable but what travels as text, the same way as coercion and encode treat it. */
function override({ zodSchema, jsonSchema }: Overridden): void {
  const { type } = zodSchema._zod.def
  if (type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" })
  if (type === "bigint") Object.assign(jsonSchema, { type: "integer" })
  if (type === "file") Object.assign(jsonSchema, { type: "string", format: "binary" })
}
