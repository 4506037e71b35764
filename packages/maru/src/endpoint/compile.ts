import type { HttpRequest, HttpResponse } from "../http/message.ts"
import type { Middleware } from "../http/middleware.ts"
import { compose } from "../http/onion/compose.ts"
import type { AppScope } from "../provider/app-scope.ts"
import { type Bindings, type Graph, type GraphNode, buildGraph } from "../provider/graph.ts"
import { openResource, plainValue } from "../provider/resource.ts"
import type { Dependency } from "../provider/provider.ts"
import type { Pattern } from "../routing/pattern.ts"
import { checkStreams } from "./plan/check-streams.ts"
import { Exchange } from "./exchange.ts"
import { finisher } from "./program/finish.ts"
import { generate } from "./program/generate.ts"
import type { CompiledInput } from "./inputs/input.ts"
import { compileInputs } from "./inputs/inputs.ts"
import { interpret } from "./program/interpret.ts"
import { type OrderStep, executionOrder } from "./plan/order.ts"
import type { DeclaredErrors, Placement } from "./placement.ts"
import type { Plan } from "./plan/plan.ts"
import { describePlan } from "./plan/plan-description.ts"
import type { Instruction, Program } from "./program/program.ts"

/** What the application gives to every plan. */
export interface Surroundings {
  readonly bindings: Bindings
  readonly app: AppScope
  /** The application's own layers, which stand around the routing table; here for the plan to show. */
  readonly layers: readonly Middleware[]
  /** Body limit in bytes where the endpoint sets none. */
  readonly bodyLimit: number
  /** Makes what turns errors below an endpoint into answers; that never throws or rejects. */
  readonly answerError: (
    plan: Plan,
    declared: DeclaredErrors,
  ) => (error: unknown, request: HttpRequest) => HttpResponse | Promise<HttpResponse>
  /** Takes errors that have no answer to become part of. */
  readonly report: (error: unknown) => void
}

/** An endpoint ready to run. */
export interface CompiledEndpoint {
  readonly plan: Plan
  readonly graph: Graph
  readonly pattern: Pattern
  /** Layers of its routers and its own. */
  readonly layers: readonly Middleware[]
  /** @param params path parameters in pattern order, percent-encoded */
  readonly handle: (request: HttpRequest, params: readonly string[]) => HttpResponse | Promise<HttpResponse>
}

/**
 * Compiles an endpoint to its plan and to what runs it.
 * @throws StartError of providers, inputs and schemas
 */
export function compileEndpoint(placement: Placement, surroundings: Surroundings): CompiledEndpoint {
  const { endpoint, pattern } = placement
  const owner = `${endpoint.method} ${pattern.text}`
  const graph = buildGraph(endpoint.signature, surroundings.bindings, owner, placement.shared)
  const limit = endpoint.options.find((option) => option.kind === "body-limit")?.bytes ?? surroundings.bodyLimit
  const inputs = compileInputs(graph.nodes, pattern, limit, owner)
  const order = executionOrder(graph.nodes, inputs)
  const { roots } = graph
  checkStreams(endpoint, roots, owner)

  const plan = describePlan(placement, { order, inputs, roots, bodyLimit: limit, layers: surroundings.layers })
  const answer = surroundings.answerError(plan, declaredErrors(placement, graph.nodes))
  const fail = (exchange: Exchange, error: unknown) => answer(error, exchange.request)
  const ending = finisher(endpoint, order, { owner, fail, report: surroundings.report })
  const program: Program<HttpResponse> = {
    instructions: [
      ...order.flatMap((step) => instruction(step, surroundings.app)),
      {
        op: "call",
        slot: graph.nodes.length,
        args: roots.map(([key, node]) => [key, node.index] as const),
        run: endpoint.handler,
        waits: true,
      },
    ],
    slots: graph.nodes.length + 1,
    result: graph.nodes.length,
    ...ending,
  }
  const run = generate(program) ?? interpret(program)
  return {
    plan,
    graph,
    pattern,
    layers: placement.middleware,
    handle: compose<readonly string[]>(
      placement.middleware,
      (request, params) => run(new Exchange(request, params)),
      answer,
    ),
  }
}

function declaredErrors({ endpoint, raises }: Placement, nodes: readonly GraphNode[]): DeclaredErrors {
  const providers = nodes.flatMap(({ provider }) => (provider.kind === "dependency" ? provider.raises : []))
  return [endpoint.raises, ...raises, providers]
}

function instruction(step: OrderStep, app: AppScope): Instruction[] {
  if (step.kind === "refuse") return [{ op: "refuse", when: step.when }]
  if (step.kind === "input") {
    const { node, read, blocks, waits } = step.input
    return [{ op: "read", slot: node.index, run: blocks ? blocking(read) : read, waits }]
  }
  const { node } = step
  const args = node.inputs.map(([key, input]) => [key, input.index] as const)
  if (node.scope === "app") return [{ op: "read", slot: node.index, run: () => app.value(node), waits: false }]
  const dependency = node.provider as Dependency
  if (!dependency.yields)
    return [{ op: "call", slot: node.index, args, run: plain(dependency, node.name), waits: true }]
  const open =
    dependency.scope === "response"
      ? (exchange: Exchange, args: unknown) => openResource(dependency, node.name, args, exchange.streamResources)
      : (exchange: Exchange, args: unknown) => openResource(dependency, node.name, args, exchange.resources)
  return [{ op: "open", slot: node.index, args, run: open, waits: dependency.yields === "async" }]
}

// What an async function gives is known only later, and is nothing that its author would take for a resource.
function plain({ make, isAsync }: Dependency, name: string): Dependency["make"] {
  return isAsync ? make : (args) => plainValue(make(args), name)
}

function blocking(read: CompiledInput["read"]): CompiledInput["read"] {
  return (exchange) => {
    const before = exchange.faults.length
    const value = read(exchange)
    const check = () => {
      if (exchange.faults.length > before) exchange.blocked = true
    }
    if (value instanceof Promise) {
      return value.then((settled: unknown) => {
        check()
        return settled
      })
    }
    check()
    return value
  }
}
