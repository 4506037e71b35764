import type { Validate } from "./adapter.ts"
import { adapterOf } from "./adapters.ts"
import { isTooDeep } from "./limits.ts"
import { liftOf } from "./zod/lift.ts"
import { isZod } from "./zod/zod-type.ts"

/**
 * Compiles the validation of a JSON body. A body is validated as it is, except that a Zod schema's
 * plain dates, bigints and bytes, for which JSON has no form, are read from the text that the same
 * schema writes: ISO 8601, decimal digits, base64. Other libraries say so by their own transforms.
 *
 * @throws StartError `schema-unknown`
 */
export function jsonInput(schema: unknown): Validate {
  const validate = adapterOf(schema).validate(schema)
  const lift = isZod(schema) ? liftOf(schema) : undefined
  if (lift === undefined) return validate
  // A value that nests too deep is left to the validator, which says so.
  return (value, origin, faults) => validate(isTooDeep(value) ? value : lift(value), origin, faults)
}
