import type { Encode } from "../adapter.ts"
import { encoderOf } from "../encode/encoder.ts"
import { formOf } from "./forms.ts"
import type { ZodSchema } from "./zod-type.ts"

/** Encodes domain values of a Zod schema. Throws StartError `schema-unsuitable`. */
export function zodEncode(schema: ZodSchema): Encode {
  return encoderOf(formOf(schema))
}
