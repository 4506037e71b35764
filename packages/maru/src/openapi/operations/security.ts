import type { Plan } from "../../endpoint/plan/plan.ts"
import { StartError } from "../../errors/start-error.ts"
import type { SecurityScheme } from "../../provider/provider.ts"
import { nodeUtil } from "../../runtime/modules.ts"
import type { SecurityRequirement } from "../document-types.ts"

/**
 * Every scheme that an operation of the document checks, by its name.
 * @throws StartError `document-clash` for two schemes of one name
 */
export function securitySchemes(plans: readonly Plan[]): Record<string, Readonly<Record<string, unknown>>> {
  const schemes = new Map<string, { readonly scheme: SecurityScheme["scheme"]; readonly plan: Plan }>()
  for (const plan of plans) {
    for (const { name, scheme } of plan.security) {
      const known = schemes.get(componentName(name))
      if (!known) schemes.set(componentName(name), { scheme, plan })
      else if (!nodeUtil().isDeepStrictEqual(known.scheme, scheme)) throw clash(name, known.plan, plan)
    }
  }
  return Object.fromEntries([...schemes].map(([name, { scheme }]) => [name, scheme]))
}

/**
 * What an operation needs: its required schemes all together, and one more alternative with each optional
 * scheme. Where all are optional but the operation may answer 401, one of them is needed after all. An empty list
 * says that the operation is open to all.
 */
export function securityRequirements(plan: Plan): SecurityRequirement[] {
  if (plan.security.length === 0) return []
  const required = plan.security.filter(({ optional }) => !optional)
  const alternatives = plan.security
    .filter(({ optional }) => optional)
    .map((scheme) => requirementOf([...required, scheme]))
  const refuses = plan.errors.some(({ status }) => status === 401)
  const without = required.length === 0 && refuses ? [] : [requirementOf(required)]
  return required.length > 0 ? [...without, ...alternatives] : [...alternatives, ...without]
}

function requirementOf(schemes: readonly SecurityScheme[]): SecurityRequirement {
  return Object.fromEntries(schemes.map(({ name, scopes }) => [componentName(name), scopes ?? []]))
}

/** Keys of components are letters, digits, ".", "-" and "_" (OpenAPI 3.1.1, section 4.8.7.1). */
function componentName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, "_")
}

function clash(name: string, first: Plan, second: Plan): StartError {
  return new StartError(
    "document-clash",
    `Two different security schemes are called "${name}", one used by ${first.operation}, the other by ${second.operation}. Give one of them another name ({ name }).`,
    [first.source, second.source],
  )
}
