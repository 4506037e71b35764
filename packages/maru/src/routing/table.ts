import { normalPath } from "./normal-path.ts"
import { refuseShadowed } from "./shadow.ts"
import { type Route, insert, newNode, search } from "./trie.ts"

export type { Route } from "./trie.ts"

/** What answers a request. */
export interface Match<T> {
  readonly value: T
  /** Values of the parameters in the order of the route's own pattern, still percent-encoded. */
  readonly params: readonly string[]
}

/** (method, path) → value, fixed when it is made. */
export interface RoutingTable<T> {
  /**
   * The most precise route of this method for a path: segment by segment static before parameter
   * before wildcard, never by order of declaration. Each method is looked up for itself: with
   * `GET /posts/:id` and `POST /posts/new`, GET /posts/new reaches the first. A GET route answers
   * HEAD unless a HEAD route of the same shape exists.
   *
   * Paths are compared as RFC 3986 has it: letters differ by case, `%6F` is `o`, `%2F` is no slash,
   * a trailing slash counts, and an empty segment (`//`) matches nothing.
   *
   * @param method upper-case
   * @param path percent-encoded, without the query
   */
  find(method: string, path: string): Match<T> | undefined
  /** Value of the Allow header: every method that the path answers, HEAD and OPTIONS among them. Undefined: no such path (404). */
  allow(path: string): string | undefined
  /** The path with its trailing slash added or taken away, if that path answers any method. */
  other(path: string): string | undefined
}

/**
 * Compiles routes to a table.
 *
 * @throws StartError `route-duplicate` for two routes of one method and shape (`/:a` and `/:b` are one shape);
 *   `route-shadowed` for a route that others leave nothing to. Both name both source lines.
 */
export function routingTable<T>(routes: readonly Route<T>[]): RoutingTable<T> {
  const root = newNode<T>()
  const heads = headRoutes(routes)
  for (const route of routes) insert(root, route)
  for (const route of heads) insert(root, route)
  refuseShadowed(root, new Set(routes))

  const statics = staticMatches([...routes, ...heads])
  const methods = orderedMethods(routes)
  const bounds = new Int32Array(2 * Math.max(0, ...routes.map((route) => route.pattern.segments.length)))

  function find(method: string, path: string): Match<T> | undefined {
    const match = statics.get(path)?.get(method)
    return match ?? findDynamic(method, path.includes("%") ? normalPath(path) : path)
  }
  function findDynamic(method: string, path: string): Match<T> | undefined {
    if (path.charCodeAt(0) !== 47) return undefined
    const leaf = search(root, method, path, 1, bounds, 0)
    if (!leaf) return undefined
    const params: string[] = []
    for (let i = 0; i < leaf.arity; i += 1) params.push(path.slice(bounds[2 * i], bounds[2 * i + 1]))
    return { value: leaf.routes.get(method)!.value, params }
  }
  function allow(path: string): string | undefined {
    const allowed = methods.filter((method) => find(method, path))
    if (allowed.length === 0) return undefined
    return allowed.includes("OPTIONS") ? allowed.join(", ") : `${allowed.join(", ")}, OPTIONS`
  }
  function other(path: string): string | undefined {
    if (path === "/") return undefined
    const toggled = path.endsWith("/") ? path.slice(0, -1) : `${path}/`
    return methods.some((method) => find(method, toggled)) ? toggled : undefined
  }
  return Object.freeze({ find, allow, other })
}

const shapeOf = (route: Route<unknown>) =>
  route.pattern.segments.map((segment) => (segment.kind === "static" ? `=${segment.text}` : segment.kind)).join("/")

function headRoutes<T>(routes: readonly Route<T>[]): Route<T>[] {
  const heads = new Set(routes.filter((route) => route.method === "HEAD").map(shapeOf))
  const gets = routes.filter((route) => route.method === "GET" && !heads.has(shapeOf(route)))
  return gets.map(({ pattern, source, value }) => ({ method: "HEAD", pattern, source, value }))
}

/** Whole answers for paths without parameters, which are found by one look. */
function staticMatches<T>(routes: readonly Route<T>[]): Map<string, Map<string, Match<T>>> {
  const matches = new Map<string, Map<string, Match<T>>>()
  for (const { method, pattern, value } of routes) {
    const texts = pattern.segments.map((segment) => (segment.kind === "static" ? segment.text : undefined))
    if (texts.includes(undefined)) continue
    const path = `/${texts.join("/")}`
    const byMethod = matches.get(path) ?? new Map<string, Match<T>>()
    matches.set(path, byMethod.set(method, Object.freeze({ value, params: Object.freeze([]) })))
  }
  return matches
}

const usualOrder = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]

function orderedMethods(routes: readonly Route<unknown>[]): string[] {
  const known = new Set(routes.map((route) => route.method))
  if (known.has("GET")) known.add("HEAD")
  return [...usualOrder.filter((method) => known.delete(method)), ...known]
}
