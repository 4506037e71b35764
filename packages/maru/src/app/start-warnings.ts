import type { Plan } from "../endpoint/plan/plan.ts"
import { type SourceLine, formatSource } from "../errors/source.ts"
import { isSafeMethod } from "../http/cross-site.ts"
import type { Middleware } from "../http/middleware.ts"
import type { SecurityScheme } from "../provider/provider.ts"

/** Something that is allowed and dangerous, told when the application starts. */
export class StartWarning extends Error {
  override readonly name = "StartWarning"
}

/** What an application allows knowingly or not: told, and no reason not to start. */
export function startWarnings(plans: readonly Plan[], layers: Iterable<Middleware>): StartWarning[] {
  const ofLayers = [...new Set(layers)].flatMap(({ name, warnings, source }) =>
    warnings.map((warning) => new StartWarning(`${name}${placeOf(source)}: ${warning}`)),
  )
  return [...crossSiteWarnings(plans), ...ofLayers]
}

/**
 * Endpoints that change something for whoever has a cookie, without looking where the request comes from: any page on
 * the web could have the browsers of its visitors call them (cross-site request forgery).
 */
function crossSiteWarnings(plans: readonly Plan[]): StartWarning[] {
  return plans
    .filter(({ method, security }) => !isSafeMethod(method) && security.some(isForgeable))
    .map(
      ({ method, path, source }) =>
        new StartWarning(
          `${method} ${path}${placeOf(source)} knows people by a cookie and takes requests of other sites: a page anywhere can act for them. Take apiKey("cookie", …) or a session without crossSite: "allow", or list the origins that may.`,
        ),
    )
}

function placeOf(source: SourceLine | undefined): string {
  return source ? ` (${formatSource(source)})` : ""
}

function isForgeable({ scheme, crossSite }: SecurityScheme): boolean {
  return scheme["type"] === "apiKey" && scheme["in"] === "cookie" && crossSite !== "refuse"
}
