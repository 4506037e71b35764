import type { Constant, Graph, GraphNode } from "./graph.ts"
import type { Dependency, Leaf } from "./provider.ts"
import { type Report, type Resource, abandonResources, closeResources, openResource } from "./resource.ts"

/** Owns what lives as long as the application: made at start, closed at shutdown, the last made first. */
export class AppScope {
  readonly #values = new Map<Leaf | Dependency | Constant, unknown>()
  readonly #resources: Resource[] = []

  /** Makes every app-scoped provider of these graphs, each once. If one fails, those already made are torn down. */
  async open(graphs: readonly Graph[], report: Report): Promise<void> {
    try {
      for (const { nodes } of graphs) for (const node of nodes) await this.#make(node)
    } catch (error) {
      await abandonResources(this.#resources, error, report)
      throw error
    }
  }

  async #make(node: GraphNode): Promise<void> {
    const { provider } = node
    if (node.scope !== "app" || provider.kind !== "dependency" || this.#values.has(provider)) return
    const args = Object.fromEntries(node.inputs.map(([key, input]) => [key, this.value(input)]))
    const value = provider.yields
      ? openResource(provider, node.name, args, this.#resources)
      : provider.make(args as never)
    this.#values.set(provider, await value)
  }

  /** The value of an app-scoped node. */
  value(node: GraphNode): unknown {
    return node.provider.kind === "constant" ? node.provider.value : this.#values.get(node.provider)
  }

  /** Tears everything down, the last made first. */
  async close(report: Report): Promise<void> {
    this.#values.clear()
    await closeResources(this.#resources, report)
  }
}
