import type { SourceLine } from "../../errors/source.ts"
import type { GraphNode } from "../../provider/graph.ts"
import type { Leaf } from "../../provider/provider.ts"
import type { Exchange } from "../exchange.ts"
import type { PlanInput, Step } from "../plan/plan.ts"

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
