import type { GraphNode } from "../../provider/graph.ts"
import type { CompiledInput } from "../inputs/input.ts"
import type { Phase } from "./plan.ts"

/** A step of the order in which a plan resolves what its handler needs. */
export type OrderStep = { readonly phase: Phase } & (
  | { readonly kind: "input"; readonly input: CompiledInput }
  | { readonly kind: "provider"; readonly node: GraphNode }
  | { readonly kind: "refuse"; readonly when: "blocked" | "faults" }
)

/**
 * The decided order: parameters; security with all it needs; the body; the other providers. Faults are
 * collected until the body has been read; security refuses earlier only if it needs a faulty input.
 */
export function executionOrder(nodes: readonly GraphNode[], inputs: readonly CompiledInput[]): OrderStep[] {
  const needed = new Set<GraphNode>()
  const visit = (node: GraphNode): void => {
    needed.add(node)
    for (const [, input] of node.inputs) visit(input)
  }
  for (const node of nodes) if (node.secure) visit(node)

  const parameters = inputs.filter((input) => input.phase === "parameter" || needed.has(input.node))
  const bodies = inputs.filter((input) => !parameters.includes(input))
  for (const input of parameters) input.blocks = needed.has(input.node)
  const providers = nodes.filter((node) => node.provider.kind !== "leaf")
  const security = providers.filter((node) => needed.has(node))
  const others = providers.filter((node) => !needed.has(node))
  const faulty = (list: readonly CompiledInput[]) => list.some((input) => input.canFault)

  return [
    ...parameters.map((input) => ({ kind: "input", phase: "parameters", input }) as const),
    ...(security.length > 0 && faulty(parameters.filter((input) => input.blocks))
      ? [{ kind: "refuse", phase: "parameters", when: "blocked" } as const]
      : []),
    ...security.map((node) => ({ kind: "provider", phase: "security", node }) as const),
    ...bodies.map((input) => ({ kind: "input", phase: "body", input }) as const),
    ...(faulty(inputs) ? [{ kind: "refuse", phase: "body", when: "faults" } as const] : []),
    ...others.map((node) => ({ kind: "provider", phase: "providers", node }) as const),
  ]
}
