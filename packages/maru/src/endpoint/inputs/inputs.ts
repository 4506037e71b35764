import type { GraphNode } from "../../provider/graph.ts"
import type { Pattern } from "../../routing/pattern.ts"
import { Epilogue } from "../epilogue.ts"
import { compileBody } from "./body-input.ts"
import { refuseClashes } from "./clashes.ts"
import { compileForms } from "./form-input.ts"
import type { CompiledInput, InputLeaf } from "./input.ts"
import { compileTexts } from "./text-inputs.ts"

/**
 * Compiles everything that a plan reads from its request.
 * @throws StartError `path-name-missing`, `path-name-unasked`, `body-twice`, `input-clash`,
 *   `schema-unsuitable`, `schema-unknown`
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
  const inputs = [
    ...compileTexts(at("path", "query", "header", "cookie"), pattern, owner),
    ...at("request").map((leaf) => plainInput(leaf, (exchange) => exchange.request)),
    ...at("signal").map((leaf) => plainInput(leaf, (exchange) => exchange.request.signal)),
    ...at("epilogue").map((leaf) => plainInput(leaf, (exchange) => (exchange.epilogue ??= new Epilogue()))),
    ...compileForms(at("form", "file"), at("body"), bodyLimit, owner),
    ...compileBody(at("body"), bodyLimit, owner),
  ]
  refuseClashes(inputs, owner)
  return inputs
}

/** What needs no steps of its own in the plan. */
function plainInput({ node }: InputLeaf, read: CompiledInput["read"]): CompiledInput {
  return {
    node,
    phase: "parameter",
    read,
    waits: false,
    canFault: false,
    blocks: false,
    documents: [],
    steps: [],
  }
}
