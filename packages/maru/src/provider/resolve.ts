import { StartError } from "../errors/start-error.ts"
import type { AppScope } from "./app-scope.ts"
import { type Bindings, type Graph, type GraphNode, buildGraph } from "./graph.ts"
import { type Arguments, type Leaf, type Signature, signalPlace } from "./provider.ts"
import {
  type Report,
  type Resource,
  abandonResources,
  closeResources,
  flushResources,
  openResource,
  plainValue,
} from "./resource.ts"

/**
 * Resolves a signature outside any request (tasks, commands, tests), runs a function with the values and
 * tears them down as a request would: on success in reverse order, on a throw by throwing at each `yield`.
 *
 * @param signal what the provider `signal` gives; without one it gives a signal that never aborts
 * @throws StartError `input-outside-request` if a provider reads a request; whatever `run` or a provider throws
 */
export function runWith<const S extends Signature, R>(
  signature: S,
  run: (args: Arguments<S>) => R,
  context: RunContext,
  signal?: AbortSignal,
): Promise<Awaited<R>> {
  return runGraph(buildGraph(signature, context.bindings, context.owner), run, context, signal)
}

/** What a run outside any request is done with. */
export interface RunContext {
  readonly bindings: Bindings
  readonly app: AppScope
  readonly report: Report
  /** Who runs, for messages. */
  readonly owner: string
}

/** Runs a function with the values of a signature, as one unit of work. */
export type Runner<S extends Signature> = <R>(
  run: (args: Arguments<S>) => R,
  signal?: AbortSignal,
) => Promise<Awaited<R>>

/**
 * The same for what runs often: what is wrong with the signature is found at once.
 * @throws StartError `input-outside-request`, and others of the graph
 */
export function prepareRun<const S extends Signature>(signature: S, context: RunContext): Runner<S> {
  const graph = buildGraph(signature, context.bindings, context.owner)
  for (const { provider, name } of graph.nodes) {
    if (provider.kind === "leaf" && provider.place !== signalPlace) throw readsRequest(provider, name, context.owner)
  }
  return (run, signal) => runGraph(graph, run, context, signal)
}

async function runGraph<S extends Signature, R>(
  graph: Graph,
  run: (args: Arguments<S>) => R,
  context: RunContext,
  signal: AbortSignal = new AbortController().signal,
): Promise<Awaited<R>> {
  const values: unknown[] = []
  const resources: Resource[] = []
  const inputs = (pairs: GraphNode["inputs"]) =>
    Object.fromEntries(pairs.map(([key, node]) => [key, values[node.index]]))
  let result: Awaited<R>
  try {
    await context.app.open([graph])
    for (const node of graph.nodes) {
      values.push(await resolveNode(node, inputs(node.inputs), resources, context, signal))
    }
    result = await run(inputs(graph.roots) as Arguments<S>)
    await flushResources(resources)
  } catch (error) {
    await abandonResources(resources, error, context.report)
    throw error
  }
  await closeResources(resources, context.report)
  return result
}

async function resolveNode(
  node: GraphNode,
  args: Record<string, unknown>,
  resources: Resource[],
  context: RunContext,
  signal: AbortSignal,
): Promise<unknown> {
  const { provider } = node
  if (node.scope === "app") return context.app.value(node)
  if (provider.kind === "leaf") {
    if (provider.place === signalPlace) return signal
    throw readsRequest(provider, node.name, context.owner)
  }
  if (provider.kind === "constant") return provider.value
  if (provider.yields) return openResource(provider, node.name, args, resources)
  return plainValue(await provider.make(args as never), node.name)
}

function readsRequest({ place, source }: Leaf, name: string, owner: string): StartError {
  return new StartError(
    "input-outside-request",
    `${owner}: "${name}" reads a request's ${place}, and there is no request here. Ask for providers that do without, or override this one.`,
    [source],
  )
}
