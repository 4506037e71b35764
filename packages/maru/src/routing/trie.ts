import type { SourceLine } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import type { Pattern } from "./pattern.ts"

/** One line of a routing table. */
export interface Route<T> {
  /** Upper-case method. */
  readonly method: string
  readonly pattern: Pattern
  /** Where it was declared, for errors. */
  readonly source?: SourceLine | undefined
  readonly value: T
}

/** The routes of one shape, by method. */
export interface Leaf<T> {
  readonly routes: Map<string, Route<T>>
  /** How many parameters stand above, the wildcard included. */
  readonly arity: number
}

/** Every node takes exactly one segment, so a search visits no node twice, however the path looks. */
export interface Node<T> {
  readonly statics: Map<string, Node<T>>
  /** The same children, compared in place where they are few. */
  few: readonly (readonly [text: string, child: Node<T>])[] | undefined
  parameter: Node<T> | undefined
  /** Routes whose pattern ends here. */
  end: Leaf<T> | undefined
  /** Routes whose pattern ends here with a wildcard. */
  rest: Leaf<T> | undefined
}

const fewChildren = 6

export function newNode<T>(): Node<T> {
  return { statics: new Map(), few: [], parameter: undefined, end: undefined, rest: undefined }
}

/** @throws StartError `route-duplicate` when the tree has this method and shape */
export function insert<T>(root: Node<T>, route: Route<T>): void {
  const leaf = leafFor(root, route.pattern)
  const other = leaf.routes.get(route.method)
  if (other) {
    const same = other.pattern.text === route.pattern.text
    const line = `${route.method} ${route.pattern.text}`
    const message = same
      ? `Two endpoints answer ${line}. Take one away or give it another path.`
      : `${line} answers the same requests as ${other.method} ${other.pattern.text}: names of parameters do not tell paths apart. Take one away or give it another path.`
    throw new StartError("route-duplicate", message, [other.source, route.source])
  }
  leaf.routes.set(route.method, route)
}

function leafFor<T>(root: Node<T>, pattern: Pattern): Leaf<T> {
  let node = root
  let arity = 0
  for (const segment of pattern.segments) {
    if (segment.kind !== "static") arity += 1
    if (segment.kind === "wildcard") return (node.rest ??= { routes: new Map(), arity })
    node = segment.kind === "static" ? staticChild(node, segment.text) : (node.parameter ??= newNode())
  }
  return (node.end ??= { routes: new Map(), arity })
}

function staticChild<T>(node: Node<T>, text: string): Node<T> {
  const known = node.statics.get(text)
  if (known) return known
  const child = newNode<T>()
  node.statics.set(text, child)
  node.few = node.statics.size <= fewChildren ? [...node.statics] : undefined
  return child
}

/**
 * The most precise leaf for a path and method: segment by segment static before parameter before
 * wildcard, going back where a precise beginning has no fitting end.
 *
 * @param start index of the first character of the segment that `node` takes
 * @param bounds receives start and end of each parameter in turn
 * @param depth number of parameters above
 */
export function search<T>(
  node: Node<T>,
  method: string,
  path: string,
  start: number,
  bounds: Int32Array,
  depth: number,
): Leaf<T> | undefined {
  if (start > path.length) return node.end?.routes.has(method) ? node.end : undefined
  const slash = path.indexOf("/", start)
  const end = slash === -1 ? path.length : slash

  const child = childFor(node, path, start, end)
  let found = child && search(child, method, path, end + 1, bounds, depth)
  if (found) return found

  if (node.parameter && end > start) {
    found = search(node.parameter, method, path, end + 1, bounds, depth + 1)
    if (found) {
      bounds[2 * depth] = start
      bounds[2 * depth + 1] = end
      return found
    }
  }
  // An empty segment never matches, not even inside a wildcard: "//" means different things to different programs.
  if (!node.rest?.routes.has(method) || path.includes("//", start - 1)) return undefined
  bounds[2 * depth] = start
  bounds[2 * depth + 1] = path.length
  return node.rest
}

function childFor<T>(node: Node<T>, path: string, start: number, end: number): Node<T> | undefined {
  if (!node.few) return node.statics.get(path.slice(start, end))
  for (const [text, child] of node.few) {
    if (text.length === end - start && path.startsWith(text, start)) return child
  }
  return undefined
}
