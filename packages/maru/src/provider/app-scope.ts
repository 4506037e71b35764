import { Unavailable } from "../errors/unavailable.ts"
import type { Constant, Graph, GraphNode } from "./graph.ts"
import type { Dependency, Leaf } from "./provider.ts"
import { type Report, type Resource, closeResources, openResource, plainValue } from "./resource.ts"

/** Owns what lives as long as the application: made at start, closed at shutdown, the last made first. */
export class AppScope {
  readonly #making = new Map<Dependency, Promise<void>>()
  readonly #values = new Map<Leaf | Dependency | Constant, unknown>()
  readonly #resources: Resource[] = []

  /**
   * Makes every app-scoped provider of these graphs, each once however many ask for it at the same time. If one fails,
   * those already made stay for `close`; the next `open` tries it again.
   */
  async open(graphs: readonly Graph[]): Promise<void> {
    for (const { nodes } of graphs) {
      for (const node of nodes) {
        const { provider, scope } = node
        if (scope === "app" && provider.kind === "dependency") await this.#once(provider, node)
      }
    }
  }

  #once(provider: Dependency, node: GraphNode): Promise<void> {
    const known = this.#making.get(provider)
    if (known) return known
    const making = this.#make(provider, node)
    this.#making.set(provider, making)
    making.catch(() => this.#making.delete(provider))
    return making
  }

  async #make(provider: Dependency, { name, inputs }: GraphNode): Promise<void> {
    const args = Object.fromEntries(inputs.map(([key, input]) => [key, this.value(input)]))
    const value = provider.yields
      ? await openResource(provider, name, args, this.#resources)
      : plainValue(await provider.make(args as never), name)
    this.#values.set(provider, value)
  }

  /**
   * The value of an app-scoped node.
   * @throws Unavailable when the application has been closed in the meantime
   */
  value({ provider, name }: GraphNode): unknown {
    if (provider.kind === "constant") return provider.value
    const value = this.#values.get(provider)
    if (value === undefined && !this.#values.has(provider)) {
      throw new Unavailable(`The application is closed, and "${name}" with it.`)
    }
    return value
  }

  /** Tears everything down, the last made first. */
  async close(report: Report): Promise<void> {
    this.#values.clear()
    this.#making.clear()
    await closeResources(this.#resources, report)
  }
}
