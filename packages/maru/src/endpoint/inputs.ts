import type { SourceLine } from "../errors/source.ts"
import type { GraphNode } from "../provider/graph.ts"
import type { Leaf } from "../provider/provider.ts"
import type { Pattern } from "../routing/pattern.ts"
import type { Exchange } from "./exchange.ts"
import { compileBody } from "./body-input.ts"
import type { PlanInput, Step } from "./plan.ts"
import { compileTexts } from "./text-inputs.ts"

/** A leaf of the graph, compiled to what reads it. */
export interface CompiledInput {
  readonly node: GraphNode
  /** Parameters are read before security, a body or form behind it. */
  readonly phase: "parameter" | "body"
  /** Reads, coerces and validates; faults go to the exchange. */
  readonly read: (exchange: Exchange) => unknown
  readonly waits: boolean
  readonly canFault: boolean
  /** Whether security needs it, so that its faults come before 401. Set by the order of the plan. */
  blocks: boolean
  readonly documents: readonly PlanInput[]
  readonly steps: readonly Step[]
}

/** A leaf with the name it is read by. */
export interface InputLeaf {
  readonly node: GraphNode
  readonly leaf: Leaf
  /** Explicit name, or the key it is asked for by. */
  readonly name: string
  readonly source: SourceLine | undefined
}

/**
 * Compiles everything that a plan reads from its request.
 * @throws StartError `path-name-missing`, `path-name-unasked`, `body-twice`, `schema-unsuitable`, `schema-unknown`
 */
export function compileInputs(
  nodes: readonly GraphNode[],
  pattern: Pattern,
  bodyLimit: number,
  owner: string,
): CompiledInput[] {
  const leaves = nodes.flatMap((node) => {
    const { provider } = node
    if (provider.kind !== "leaf") return []
    return [{ node, leaf: provider, name: provider.name ?? node.name, source: provider.source }]
  })
  const at = (...places: string[]) => leaves.filter(({ leaf }) => places.includes(leaf.place))
  return [
    ...compileTexts(at("path", "query", "header", "cookie"), pattern, owner),
    ...at("request").map(requestInput),
    ...compileBody(at("body"), bodyLimit, owner),
  ]
}

function requestInput({ node }: InputLeaf): CompiledInput {
  return {
    node,
    phase: "parameter",
    read: (exchange) => exchange.request,
    waits: false,
    canFault: false,
    blocks: false,
    documents: [],
    steps: [],
  }
}
