import type { SchemaAdapter } from "../adapter.ts"
import { zodEncode } from "./encode.ts"
import { zodJsonSchema } from "./json-schema.ts"
import { zodOptional, zodShape } from "./shape.ts"
import { zodValidate } from "./validate.ts"
import type { ZodSchema } from "./zod-type.ts"

/** Zod 4, classic and mini. */
export const zodAdapter: SchemaAdapter<ZodSchema> = {
  shape: zodShape,
  optional: zodOptional,
  validate: zodValidate,
  encode: zodEncode,
  jsonSchema: zodJsonSchema,
}
