import { StartError } from "../errors/start-error.ts"
import type { Node, Route } from "./trie.ts"

/**
 * Only a wildcard can be unreachable: `/*rest` never answers when `/`, `/:a` and `/:a/*rest` exist for
 * its method, because those take every path between them. A parameter always has values that no
 * static segment beside it takes.
 *
 * @param declared the routes to judge; those that only follow from others (HEAD from GET) may be unreachable
 * @throws StartError `route-shadowed`
 */
export function refuseShadowed<T>(node: Node<T>, declared: ReadonlySet<Route<T>>): void {
  for (const [method, route] of node.rest?.routes ?? []) {
    const first = declared.has(route) && takesAll(node, method)
    if (first) refuse(route, first)
  }
  for (const child of node.statics.values()) refuseShadowed(child, declared)
  if (node.parameter) refuseShadowed(node.parameter, declared)
}

/** The wildcard further down that, with what stands beside it, takes all that the one at `node` would take. */
function takesAll<T>(node: Node<T>, method: string): Route<T> | undefined {
  const takesEmpty = node.statics.get("")?.end?.routes.has(method)
  const below = node.parameter
  if (!takesEmpty || !below?.end?.routes.has(method)) return undefined
  return below.rest?.routes.get(method) ?? takesAll(below, method)
}

function refuse<T>(route: Route<T>, first: Route<T>): never {
  throw new StartError(
    "route-shadowed",
    `${route.method} ${route.pattern.text} can never be reached: ${first.method} ${first.pattern.text} and the shorter paths beside it answer everything before it. Take one of them away.`,
    [first.source, route.source],
  )
}
