import { StartError } from "../errors/start-error.ts"
import {
  type Dependency,
  type Leaf,
  type Override,
  type Port,
  type Provider,
  type ProviderNode,
  type Scope,
  type Signature,
  isProvider,
  nodeOf,
} from "./provider.ts"

/** What the application has put in the place of ports and, in tests, of other providers. */
export interface Bindings {
  readonly ports: ReadonlyMap<Port<unknown>, Provider<unknown, string> | { readonly value: unknown }>
  readonly overrides: readonly Override[]
}

/** No ports, no overrides. */
export const noBindings: Bindings = { ports: new Map(), overrides: [] }

/** A plain value that a port or an override is bound to. */
export interface Constant {
  readonly kind: "constant"
  readonly value: unknown
}

/** One provider of a graph, at its place in the order of resolution. */
export interface GraphNode {
  readonly index: number
  /** Key it was first asked for by, or its own name. */
  readonly name: string
  readonly provider: Leaf | Dependency | Constant
  /** Keys that it receives, each with the node that gives it. */
  readonly inputs: readonly (readonly [key: string, node: GraphNode])[]
  readonly scope: Scope
  /** Whether it, or a provider below it, checks a security scheme. */
  readonly secure: boolean
}

/** Providers in topological order: each stands behind all that it needs. Shared ones stand once. */
export interface Graph {
  readonly nodes: readonly GraphNode[]
  /** What the signature asks for. */
  readonly roots: readonly (readonly [key: string, node: GraphNode])[]
}

const lifetimes: Readonly<Record<Scope, number>> = { request: 0, response: 1, app: 2 }

/**
 * Orders all providers below a signature and checks them.
 *
 * @param owner who asks, for messages: "GET /posts/:id"
 * @param before signatures that are resolved first, for what they do and not for their values. A key of theirs never
 *   stands in the way of the same key elsewhere: both providers run
 * @throws StartError `dependency-cycle`, `port-unbound`, `scope-shorter`, `input-clash`, `provider-expected`
 */
export function buildGraph(
  signature: Signature,
  bindings: Bindings,
  owner: string,
  before: readonly Signature[] = [],
): Graph {
  const builder = new GraphBuilder(bindings, owner)
  for (const each of before) builder.visitAll(each, [])
  const roots = builder.visitAll(signature, [])
  return { nodes: builder.nodes, roots }
}

type Path = readonly { readonly name: string; readonly node: unknown }[]

class GraphBuilder {
  readonly nodes: GraphNode[] = []
  readonly #bindings: Bindings
  readonly #owner: string
  readonly #known = new Map<unknown, GraphNode>()

  constructor(bindings: Bindings, owner: string) {
    this.#bindings = bindings
    this.#owner = owner
  }

  visitAll(signature: Signature, path: Path): (readonly [key: string, node: GraphNode])[] {
    return Object.entries(signature).map(([key, provider]) => [key, this.#visit(key, provider, path)] as const)
  }

  #visit(key: string, asked: Provider<unknown, string>, path: Path): GraphNode {
    if (!isProvider(asked)) throw this.#notProvider(key, asked, path)
    const provider = this.#bound(key, asked, path)
    const name = ("name" in provider && provider.name) || key
    if (path.some((step) => step.node === provider)) {
      const circle = [...path.map((step) => step.name), name].join(" → ")
      throw new StartError(
        "dependency-cycle",
        `${this.#owner}: providers depend on each other in a circle: ${circle}.`,
        sources(provider),
      )
    }
    const identity = provider.kind === "leaf" ? leafIdentity(provider, name) : provider
    const known = this.#known.get(identity)
    if (known) return this.#shared(known, provider, name)
    const below = [...path, { name, node: provider }]
    const inputs = provider.kind === "dependency" ? this.visitAll(provider.signature, below) : []
    const node: GraphNode = {
      index: this.nodes.length,
      name,
      provider,
      inputs,
      scope: scopeOf(provider),
      secure:
        (provider.kind === "dependency" && provider.security !== undefined) || inputs.some(([, input]) => input.secure),
    }
    this.#checkScopes(node)
    this.nodes.push(node)
    this.#known.set(identity, node)
    return node
  }

  #shared(known: GraphNode, provider: Leaf | Dependency | Constant, name: string): GraphNode {
    const first = known.provider
    if (provider.kind === "leaf" && first.kind === "leaf" && provider.subject !== first.subject) {
      throw new StartError(
        "input-clash",
        `${this.#owner}: ${provider.place} "${name}" is asked for twice with different schemas. Use one schema object for both, or give one of them another name.`,
        [first.source, provider.source],
      )
    }
    return known
  }

  #notProvider(key: string, asked: unknown, path: Path): StartError {
    const asker = path.at(-1)
    const kind = typeof asked
    const found = asked === null || asked === undefined ? `${asked}` : `${kind === "object" ? "an" : "a"} ${kind}`
    return new StartError(
      "provider-expected",
      `${this.#owner}: "${key}"${asker ? `, which "${asker.name}" asks for,` : ""} is no provider but ${found}. Say where it comes from, such as query(schema), or make one with dependency(...).`,
      [(asker?.node as Dependency | undefined)?.source],
    )
  }

  #bound(key: string, asked: Provider<unknown, string>, path: Path): Leaf | Dependency | Constant {
    let current: Provider<unknown, string> | { readonly value: unknown } = this.#overridden(asked)
    for (let hops = 0; hops < 100; hops++) {
      if (!isNode(current)) return constantOf(current)
      const node: ProviderNode = nodeOf(current)
      if (node.kind !== "port") return node
      const bound = this.#bindings.ports.get(node)
      if (!bound) {
        const way = [...path.map((step) => step.name), key].join(" → ")
        throw new StartError(
          "port-unbound",
          `${this.#owner}: port "${node.name}" (asked for by ${way}) has no implementation. Bind one with app.provide(port, implementation) before the application starts.`,
          [node.source],
        )
      }
      current = isNode(bound) ? this.#overridden(bound) : bound
    }
    throw new StartError(
      "dependency-cycle",
      `${this.#owner}: the ports behind "${key}" are bound to each other in a circle.`,
    )
  }

  #overridden(provider: Provider<unknown, string>): Provider<unknown, string> | { readonly value: unknown } {
    return this.#bindings.overrides.findLast((entry) => entry.original === provider)?.replacement ?? provider
  }

  #checkScopes(node: GraphNode): void {
    for (const [key, input] of node.inputs) {
      if (lifetimes[input.scope] >= lifetimes[node.scope]) continue
      const reason = input.provider.kind === "leaf" ? "reads a request" : `lives for one ${input.scope}`
      throw new StartError(
        "scope-shorter",
        `${this.#owner}: provider "${node.name}" has the scope "${node.scope}" but depends on "${key}", which ${reason}. A provider may depend only on equal or longer-lived ones.`,
        [...sources(node.provider), ...sources(input.provider)],
      )
    }
  }
}

const constants = new WeakMap<object, Constant>()

function constantOf(binding: { readonly value: unknown }): Constant {
  let constant = constants.get(binding)
  if (!constant) constants.set(binding, (constant = { kind: "constant", value: binding.value }))
  return constant
}

function isNode(value: Provider<unknown, string> | { readonly value: unknown }): value is Provider<unknown, string> {
  return "kind" in value
}

/** What two leaves share. A request has one body, so that the schema alone tells two bodies apart, by whatever key they are asked for. */
function leafIdentity(leaf: Leaf, name: string): unknown {
  if (leaf.place === "body") return leaf.subject
  return `${leaf.place}\0${leaf.name ?? name}`
}

// What a leaf gives is plain data that outlives its request; a plain value outlives everything.
function scopeOf(provider: Leaf | Dependency | Constant): Scope {
  if (provider.kind === "dependency") return provider.scope
  return provider.kind === "leaf" ? "response" : "app"
}

function sources(provider: Leaf | Dependency | Constant): Dependency["source"][] {
  return "source" in provider ? [provider.source] : []
}
