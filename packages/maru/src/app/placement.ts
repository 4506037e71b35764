import type { DeclaredErrors, Placement } from "../endpoint/placement.ts"
import type { AnyEndpoint } from "../endpoint/endpoint.ts"
import { StartError } from "../errors/start-error.ts"
import type { Middleware } from "../http/middleware.ts"
import type { Signature } from "../provider/provider.ts"
import { parsePattern } from "../routing/pattern.ts"
import { type AnyRouter, isRouted } from "./router.ts"

interface Surrounding {
  readonly prefix: string
  readonly group: string | undefined
  readonly tags: readonly string[] | undefined
  readonly middleware: readonly Middleware[]
  readonly shared: readonly Signature[]
  readonly raises: DeclaredErrors
  readonly hidden: boolean
}

const outermost: Surrounding = {
  prefix: "",
  group: undefined,
  tags: undefined,
  middleware: [],
  shared: [],
  raises: [],
  hidden: false,
}

/**
 * Finds every endpoint of an application with its full path, its name and all that its routers give it.
 * @throws StartError `endpoint-expected`, `pattern-invalid`, `name-clash`
 */
export function placeEndpoints(parts: readonly (AnyEndpoint | AnyRouter)[]): Placement[] {
  const placements = parts.flatMap((part) =>
    part.kind === "router" ? placeRouter(part, outermost) : [place(part, undefined, outermost)],
  )
  checkNames(placements)
  return placements
}

function placeRouter(router: AnyRouter, outer: Surrounding): Placement[] {
  const { options } = router
  const group = options.name ?? lastStatic(router.prefix) ?? outer.group
  const surrounding: Surrounding = {
    prefix: joinPaths(outer.prefix, router.prefix),
    group,
    tags: options.tags ?? outer.tags,
    middleware: [...outer.middleware, ...(options.middleware ?? [])],
    shared: options.providers ? [...outer.shared, options.providers] : outer.shared,
    raises: options.raises ? [options.raises, ...outer.raises] : outer.raises,
    hidden: outer.hidden || (options.hidden ?? false),
  }
  return Object.entries(router.children).flatMap(([name, child]) => {
    if (!isRouted(child)) throw notRouted(router, name, child)
    if (child.kind === "router") return placeRouter(child, surrounding)
    return [place(child, router.listed ? undefined : name, surrounding)]
  })
}

function place(endpoint: AnyEndpoint, name: string | undefined, outer: Surrounding): Placement {
  const pattern = parsePattern(joinPaths(outer.prefix, endpoint.path), endpoint.source)
  const own = endpoint.options.filter((option) => option.kind === "use").flatMap((option) => option.middleware)
  const made = [outer.group, name ?? unnamed(endpoint, pattern.text, outer.group)].filter(Boolean).join(".")
  const operation = describedName(endpoint) ?? made
  return {
    endpoint,
    pattern,
    operation,
    tags: outer.tags ?? (outer.group ? [outer.group] : []),
    hidden: outer.hidden,
    middleware: [...outer.middleware, ...own],
    shared: outer.shared,
    raises: outer.raises,
  }
}

function describedName({ options }: AnyEndpoint): string | undefined {
  return options.flatMap((option) => (option.kind === "describe" ? (option.description.name ?? []) : [])).at(-1)
}

/** `/api` and `/posts/` make `/api/posts/`; a lone "/" below a prefix adds nothing. */
export function joinPaths(prefix: string, path: string): string {
  const base = prefix.endsWith("/") ? prefix.slice(0, -1) : prefix
  return path === "/" && base !== "" ? base : `${base}${path}`
}

function lastStatic(prefix: string): string | undefined {
  return prefix.split("/").findLast((segment) => segment !== "" && !/^[:*]/.test(segment))
}

// An endpoint without an export name is called after its method and the last words of its path.
function unnamed(endpoint: AnyEndpoint, path: string, group: string | undefined): string {
  const words = path
    .split("/")
    .filter(Boolean)
    .map((word) => word.replace(/^[:*]/, "by-"))
  const rest = group && words.includes(group) ? words.slice(words.lastIndexOf(group) + 1) : words
  const joined = [endpoint.method.toLowerCase(), ...rest].join("-")
  return joined.replace(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? "")
}

function notRouted(router: AnyRouter, name: string, child: unknown): StartError {
  const found = child === null ? "null" : typeof child
  return new StartError(
    "endpoint-expected",
    `router("${router.prefix}"): "${name}" is ${found === "object" || found === "undefined" ? found : `a ${found}`}, not an endpoint. A module given to a router exports endpoints only; move other values to a file of their own or do not export them.`,
    [router.source],
  )
}

function checkNames(placements: readonly Placement[]): void {
  const known = new Map<string, Placement>()
  for (const placement of placements) {
    const first = known.get(placement.operation)
    // One endpoint twice at one path is the routing table's to refuse.
    if (first && (first.endpoint !== placement.endpoint || first.pattern.text !== placement.pattern.text)) {
      const places = [first, placement].map(({ endpoint, pattern }) => `${endpoint.method} ${pattern.text}`)
      throw new StartError(
        "name-clash",
        `${places.join(" and ")} are both called "${placement.operation}". Name one of the routers (router(prefix, endpoints, { name })) or one of the endpoints (describe({ name })).`,
        [first.endpoint.source, placement.endpoint.source],
      )
    }
    known.set(placement.operation, placement)
  }
}
