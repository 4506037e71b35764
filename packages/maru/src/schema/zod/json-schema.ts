import { StartError } from "../../errors/start-error.ts"
import type { JsonSchema } from "../adapter.ts"
import { type ZodSchema, child } from "./zod-type.ts"

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
 *
 * Both sides are what travels, which is the input of a codec. They differ in what may be absent: a client
 * may leave out what has a default, but always receives it.
 */
export function zodJsonSchema(schema: ZodSchema, side: "input" | "output"): JsonSchema {
  const converter = schema as unknown as Converts
  if (typeof converter.toJSONSchema !== "function") {
    throw new StartError(
      "schema-unsuitable",
      "This Zod schema has no toJSONSchema(). Use a schema of zod 4.2 or later.",
    )
  }
  const override = side === "input" ? asText : asReceived
  const json = converter.toJSONSchema({ io: "input", unrepresentable: "any", target: "draft-2020-12", override })
  const { $schema: _, ...rest } = json
  return rest
}

/** What Zod calls unrepresentable but what travels as text, the same way as coercion and encode treat it. */
function asText({ zodSchema, jsonSchema }: Overridden): void {
  const { type } = zodSchema._zod.def
  if (type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" })
  if (type === "bigint") Object.assign(jsonSchema, { type: "integer" })
  if (type === "file") Object.assign(jsonSchema, { type: "string", format: "binary" })
}

function asReceived(overridden: Overridden): void {
  asText(overridden)
  const { zodSchema, jsonSchema } = overridden
  const { def } = zodSchema._zod
  if (def.type === "object") {
    const required = Object.keys(def.shape).filter((key) => child(def.shape[key]!)._zod.optout === undefined)
    if (required.length > 0) jsonSchema["required"] = required
    else delete jsonSchema["required"]
  }
  // Only open() lets a one-way transform into an answer; nothing is known of its result.
  if (def.type === "pipe" && child(def.out)._zod.def.type === "transform") {
    for (const keyword of Object.keys(jsonSchema)) delete jsonSchema[keyword]
  }
}
