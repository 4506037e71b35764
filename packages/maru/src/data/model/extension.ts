import type { Declaration } from "./declaration.ts"
import type { ModelOptions } from "./options.ts"

/** Columns and relations of one model, and those that another adds. Getters stay getters. */
export function extendedFields(fields: object, added: object): object {
  return Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(fields), ...Object.getOwnPropertyDescriptors(added) },
  )
}

/** What a model says of its columns together holds for one that extends it. */
export function extendedOptions({ options }: Declaration, added: ModelOptions<string>): ModelOptions<string> {
  return {
    ...options,
    ...added,
    unique: [...(options.unique ?? []), ...(added.unique ?? [])],
    indexes: [...(options.indexes ?? []), ...(added.indexes ?? [])],
    checks: { ...options.checks, ...added.checks },
  }
}
