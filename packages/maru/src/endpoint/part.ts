import type { Raises } from "./errors.ts"
import type { EndpointOption } from "./option.ts"
import type { OutcomePart } from "./outcomes/outcome.ts"

/** What stands between signature and handler: outcomes, errors, options, in any order. */
export type Part = OutcomePart | Raises | EndpointOption
