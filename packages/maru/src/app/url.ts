import type { AnyEndpoint, Endpoint, pathNames } from "../endpoint/endpoint.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import { StartError } from "../errors/start-error.ts"

const places = new WeakMap<object, readonly string[]>()

/** Remembers where the endpoints of an application stand, for `urlFor`. */
export function rememberPaths(plans: readonly Plan[]): void {
  for (const [endpoint, standing] of Map.groupBy(plans, (plan) => plan.endpoint)) {
    places.set(
      endpoint,
      standing.map(({ path }) => path),
    )
  }
}

type PathValues<E> = E extends { readonly [pathNames]: infer N extends string }
  ? [N] extends [never]
    ? [values?: undefined]
    : [values: { readonly [K in N]: string | number | bigint }]
  : never

/**
 * The path of an endpoint with its names filled in and percent-encoded, for Location headers and links. In an
 * application that is mounted below a prefix it is the path as that application sees it.
 *
 * @param endpoint one of a started application; of several, the one that was started last counts
 * @param values one value for every path name, its prefixes' included
 * @throws StartError `endpoint-expected` if no started application has this endpoint, or has it at several paths
 * @throws TypeError for a value that is missing, empty or no text or number, which would lead to another path
 * @example
 * urlFor(read, { id: post.id }) // "/api/posts/42"
 */
export function urlFor<E extends Endpoint<string>>(endpoint: E, ...[values]: PathValues<E>): string {
  const path = pathOf(endpoint)
  const given = (values ?? {}) as Readonly<Record<string, unknown>>
  return path.replace(/\/([:*])(\w+)/g, (_, kind: string, name: string) =>
    kind === "*" ? `/${restText(path, name, given[name])}` : `/${segmentText(path, name, given[name])}`,
  )
}

function pathOf(endpoint: object): string {
  const [path, other] = places.get(endpoint) ?? []
  if (path !== undefined && other === undefined) return path
  throw new StartError(
    "endpoint-expected",
    path === undefined
      ? "urlFor: this endpoint is not part of a started application, so it has no path yet."
      : `urlFor: this endpoint stands at several paths (${path}, ${other}), so none of them is its own. Declare one for each.`,
    [(endpoint as AnyEndpoint).source],
  )
}

// What a parameter cannot match back, or what clients resolve before they send it, would lead to another endpoint.
function segmentText(path: string, name: string, value: unknown): string {
  const text = typeof value === "string" ? value : isNumber(value) ? `${value}` : undefined
  if (text !== undefined && text !== "" && text !== "." && text !== "..") return encodeURIComponent(text)
  const given = text === undefined ? (value === null ? "null" : typeof value) : JSON.stringify(text)
  throw new TypeError(`urlFor: ":${name}" of ${path} cannot be ${given}.`)
}

function isNumber(value: unknown): boolean {
  return typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value))
}

function restText(path: string, name: string, value: unknown): string {
  if (value === "") return ""
  const parts = typeof value === "string" ? value.split("/") : [value]
  const last = parts.length - 1
  return parts.map((part, at) => (part === "" && at === last ? "" : segmentText(path, name, part))).join("/")
}
