import type { Endpoint, pathNames } from "../endpoint/endpoint.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import { StartError } from "../errors/start-error.ts"

const paths = new WeakMap<object, string>()

/** Remembers where each endpoint stands, for `urlFor`. */
export function rememberPaths(plans: readonly Plan[]): void {
  for (const { endpoint, path } of plans) paths.set(endpoint, path)
}

type PathValues<E> = E extends { readonly [pathNames]: infer N extends string }
  ? [N] extends [never]
    ? [values?: undefined]
    : [values: { readonly [K in N]: string | number | bigint }]
  : never

/**
 * The path of an endpoint with its names filled in and percent-encoded, for Location headers and links.
 *
 * @param endpoint one of a started application
 * @param values one value for every path name, its prefixes' included
 * @throws StartError `endpoint-expected` if no started application has this endpoint
 * @example
 * urlFor(read, { id: post.id }) // "/api/posts/42"
 */
export function urlFor<E extends Endpoint<string>>(endpoint: E, ...[values]: PathValues<E>): string {
  const path = paths.get(endpoint)
  if (path === undefined) {
    throw new StartError(
      "endpoint-expected",
      "urlFor: this endpoint is not part of a started application, so it has no path yet.",
    )
  }
  const given = (values ?? {}) as Readonly<Record<string, string | number | bigint>>
  return path.replace(/\/([:*])(\w+)/g, (_, kind: string, name: string) => {
    const text = String(given[name])
    return kind === "*" ? `/${text.split("/").map(encodeURIComponent).join("/")}` : `/${encodeURIComponent(text)}`
  })
}
