import { StartError } from "../../errors/start-error.ts"
import type { JsonSchema } from "../adapter.ts"
import { bigintPattern } from "../coercion.ts"
import { requiredPackage } from "../optional-package.ts"
import { isBytes } from "./scalar-forms.ts"
import { defAs, type ZodSchema } from "./zod-type.ts"

const dateLike = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

interface Overridden {
  readonly zodSchema: ZodSchema
  readonly jsonSchema: Record<string, unknown>
}

interface Converts {
  toJSONSchema?(parameters: object): Record<string, unknown>
}

interface Core {
  toJSONSchema(schema: ZodSchema, parameters: object): Record<string, unknown>
}

type Definitions = Record<string, unknown>

/**
 * JSON Schema 2020-12 by Zod's own converter, of what travels: on both sides a codec is its encoded
 * side, a date ISO text, a bigint decimal text, bytes base64. On the output side defaults are always
 * there.
 *
 * Named schemas (`.meta({ id })`) and those that contain themselves stand under `$defs` of the
 * result and are referred to as `#/$defs/Name`; a document moves them to its components.
 *
 * @throws StartError `schema-unsuitable` if Zod cannot convert the schema
 */
export function zodJsonSchema(schema: ZodSchema, side: "input" | "output"): JsonSchema {
  const hoisted: Definitions = {}
  const json = convert(schema, side, hoisted)
  return Object.keys(hoisted).length === 0 ? json : { ...json, $defs: { ...hoisted, ...(json.$defs as object) } }
}

function convert(schema: ZodSchema, side: "input" | "output", hoisted: Definitions): Record<string, unknown> {
  try {
    const { $schema: _, ...json } = converterOf(schema)({
      io: side,
      unrepresentable: "any",
      target: "draft-2020-12",
      override: (part: Overridden) => override(part, side, hoisted),
    })
    return json
  } catch (error) {
    throw error instanceof StartError ? error : refusal((error as Error).message)
  }
}

/** Classic schemas convert themselves; those of zod/mini leave it to a function of Zod's core. */
function converterOf(schema: ZodSchema): (parameters: object) => Record<string, unknown> {
  const own = (schema as unknown as Converts).toJSONSchema
  if (typeof own === "function") return own.bind(schema)
  const { toJSONSchema } = requiredPackage<Core>("zod/v4/core", "to document schemas of zod/mini")
  return (parameters) => toJSONSchema(schema, parameters)
}

function refusal(reason: string): StartError {
  return new StartError("schema-unsuitable", `A Zod schema cannot be described as JSON Schema: ${reason}.`)
}

/** What Zod calls unrepresentable but what travels as text, the same way as coercion and encoding treat it. */
function override({ zodSchema, jsonSchema }: Overridden, side: "input" | "output", hoisted: Definitions): void {
  const { type } = zodSchema._zod.def
  if (type === "date") Object.assign(jsonSchema, { type: "string", format: "date-time" })
  if (type === "bigint") Object.assign(jsonSchema, { type: "string", pattern: bigintPattern })
  // A date that is made when it is asked for would stand in the document as the time of its making.
  if (type === "default" && dateLike.test(String(jsonSchema["default"]))) delete jsonSchema["default"]
  if (type === "file") Object.assign(jsonSchema, { type: "string", format: "binary" })
  if (type === "custom" && isBytes(zodSchema)) Object.assign(jsonSchema, { type: "string", contentEncoding: "base64" })
  if (side === "output" && zodSchema._zod.traits.has("$ZodCodec")) replaceByEncoded(zodSchema, jsonSchema, hoisted)
}

/** Zod describes the decoded side of a codec as its output; what leaves is the encoded side. */
function replaceByEncoded(codec: ZodSchema, jsonSchema: Record<string, unknown>, hoisted: Definitions): void {
  const { $defs, ...encoded } = convert(defAs<{ in: ZodSchema }>(codec).in, "output", hoisted)
  Object.assign(hoisted, $defs)
  for (const key of Object.keys(jsonSchema)) delete jsonSchema[key]
  Object.assign(jsonSchema, encoded)
}
