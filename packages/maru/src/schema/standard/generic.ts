import { StartError } from "../../errors/start-error.ts"
import type { SchemaAdapter } from "../adapter.ts"
import { type JsonNode, mayRecurse } from "./json-node.ts"
import { adapterOfLibrary, type Library } from "./library.ts"
import { type StandardSchema, standardValidate, type Translation } from "./standard-issue.ts"

/**
 * Any library that implements Standard Schema. Bodies are validated; what the library describes as
 * Standard JSON Schema can also be coerced and encoded, and what it does not is refused there.
 */
const library: Library<StandardSchema> = {
  validate: (schema) => standardValidate(schema, translate, isBounded(schema)),
  describe,
  optional: () => false,
}

/** The adapter of a library that Maru knows nothing about but the standard. */
export const standardAdapter: SchemaAdapter<StandardSchema> = adapterOfLibrary(library)

function translate({ message }: { readonly message: string }): Translation {
  return { code: "invalid_value", expected: "a valid value", message }
}

function describe(schema: StandardSchema, side: "input" | "output"): JsonNode {
  const { jsonSchema, vendor } = schema["~standard"]
  if (!jsonSchema) {
    throw new StartError(
      "schema-unsuitable",
      `Schemas of "${vendor}" do not describe themselves (Standard JSON Schema), so they can validate a body only: text is not coerced to them and results are not encoded by them. Use Zod, Valibot, ArkType or TypeBox here.`,
    )
  }
  try {
    return jsonSchema[side]({ target: "draft-2020-12" }) as JsonNode
  } catch (error) {
    throw new StartError(
      "schema-unsuitable",
      `A schema of "${vendor}" cannot be described as JSON Schema: ${(error as Error).message}`,
    )
  }
}

/** What does not describe itself may contain itself. */
function isBounded(schema: StandardSchema): boolean {
  try {
    return mayRecurse(describe(schema, "input"))
  } catch {
    return true
  }
}
