import { containsHidden, isHidden, markHidden } from "../schema/hidden.ts"
import { memberSchemas } from "../schema/members.ts"
import { namesSecret } from "../schema/secrets.ts"
import type { AnySchema } from "../schema/types.ts"

/**
 * Marks a setting as secret: it is never printed and never among the settings that are listed. Settings whose names say
 * so (PASSWORD, SECRET, TOKEN, PRIVATE_KEY, CREDENTIALS …) are secret without it.
 *
 * @param schema a schema object of its own
 * @example
 * settings(z.object({ STRIPE: secret(z.string()) }))
 */
export function secret<S extends AnySchema>(schema: S): S {
  return markHidden(schema)
}

/** Names of an object schema's members that are secret. */
export function secretNames(schema: object, names: readonly string[]): ReadonlySet<string> {
  const members = memberSchemas(schema)
  return new Set(
    names.filter((name) => {
      const member = members[name]
      return namesSecret(name) || (member !== undefined && (isHidden(member) || containsHidden(member)))
    }),
  )
}
