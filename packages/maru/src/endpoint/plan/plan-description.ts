import { requestCodes } from "../../errors/codes.ts"
import { isSafeMethod } from "../../http/cross-site.ts"
import type { Middleware } from "../../http/middleware.ts"
import type { GraphNode } from "../../provider/graph.ts"
import type { DeclaredError, Dependency, SecurityScheme } from "../../provider/provider.ts"
import { classCode } from "../errors.ts"
import type { CompiledInput } from "../inputs/input.ts"
import type { OrderStep } from "./order.ts"
import type { Placement } from "../placement.ts"
import type { Plan, PossibleError, Step } from "./plan.ts"

interface Compiled {
  readonly order: readonly OrderStep[]
  readonly inputs: readonly CompiledInput[]
  readonly roots: readonly (readonly [key: string, node: GraphNode])[]
  readonly bodyLimit: number
  readonly layers: readonly Middleware[]
}

/** Writes down what a compiled endpoint does: the data that docs, `maru explain` and tracing read. */
export function describePlan(placement: Placement, compiled: Compiled): Plan {
  const { endpoint } = placement
  const described = endpoint.options.filter((option) => option.kind === "describe").map((option) => option.description)
  const description = Object.assign({}, ...described) as (typeof described)[number]
  const steps = planSteps(placement, compiled)
  const dependencies = compiled.order.flatMap((step) =>
    step.kind === "provider" && step.node.provider.kind === "dependency" ? [step.node.provider] : [],
  )
  return Object.freeze({
    method: endpoint.method,
    path: placement.pattern.text,
    operation: description.name ?? placement.operation,
    summary: description.summary,
    description: description.description,
    deprecated: description.deprecated ?? false,
    hidden: placement.hidden || (description.hidden ?? false),
    tags: description.tags ?? placement.tags,
    source: endpoint.source,
    steps,
    inputs: compiled.inputs.flatMap((input) => input.documents),
    bodyLimit: compiled.bodyLimit,
    outcomes: endpoint.outcomes.map((outcome) => outcome.doc),
    errors: uniqueErrors(steps.flatMap((step) => step.errors)),
    security: uniqueSchemes(dependencies),
    endpoint,
  })
}

function planSteps(placement: Placement, { order, roots, layers }: Compiled): Step[] {
  const { endpoint } = placement
  const resources = order
    .filter((step) => step.kind === "provider" && isResource(step.node))
    .map((step) => step as ProviderStep)
  const closing = resources.filter(({ node }) => node.scope === "request").toReversed()
  const late = resources.filter(({ node }) => node.scope === "response").toReversed()
  return [
    ...[...layers, ...placement.middleware].map((layer) =>
      step("middleware", layer.name, {
        note: layer.note || "around all that follows",
        source: layer.source,
        errors: layer.answers.map(({ status, description }) => ({ status, code: statusCode(status), description })),
      }),
    ),
    ...order.flatMap((entry) => orderSteps(entry, endpoint.method)),
    step("call", "handler", {
      note: endpoint.handler.name ? `${endpoint.handler.name}()` : "",
      source: endpoint.source,
      reads: roots.map(([, { name }]) => name),
      errors: [...placement.raises.flat(), ...endpoint.raises].flatMap(possibleErrors),
    }),
    ...closing.toReversed().map(({ node }) =>
      step("flush", node.name, {
        note: "writes what it holds, so that generated values exist",
        skipped: "it has nothing to flush",
      }),
    ),
    ...endpoint.outcomes.map((outcome) =>
      step("encode", `${outcome.status}`, {
        note: encodeNote(outcome.doc),
        source: outcome.doc.source,
        reads: ["handler"],
        errors: outcome.codes.map((code) => ({ status: requestCodes[code], code })),
        skipped: endpoint.outcomes.length > 1 ? "the handler chose another outcome" : undefined,
      }),
    ),
    ...closing.map(({ node }) =>
      step("tear down", node.name, {
        note: "runs on behind its yield (commit); a failure is a 500",
        source: source(node),
      }),
    ),
    step("send", "answer", { note: sendNote(order, late.length > 0) }),
    ...late.map(({ node }) =>
      step("tear down", node.name, { note: "when the stream has ended", source: source(node) }),
    ),
  ]
}

function sendNote(order: Compiled["order"], streams: boolean): string {
  const concludes = order.some((each) => each.kind === "input" && isEpilogue(each.input.node))
  const words = [concludes ? "once what providers keep is saved" : "", streams ? "the stream begins" : ""]
  return words.filter(Boolean).join(", ")
}

function isEpilogue({ provider }: GraphNode): boolean {
  return provider.kind === "leaf" && provider.place === "epilogue"
}

type ProviderStep = Extract<OrderStep, { kind: "provider" }>

function orderSteps(entry: OrderStep, method: string): Step[] {
  const { phase } = entry
  if (entry.kind === "input") return entry.input.steps.map((each) => Object.freeze({ ...each, phase }))
  if (entry.kind === "refuse") {
    const errors = [{ status: requestCodes["invalid-request"], code: "invalid-request" }]
    const note = entry.when === "blocked" ? "security needs an input that is faulty" : "all faults in one answer"
    return [step("refuse", "invalid request", { phase, note, errors, skipped: "no input is faulty" })]
  }
  const { node } = entry
  const dependency = node.provider.kind === "dependency" ? node.provider : undefined
  return [
    step("resolve", node.name, {
      phase,
      note: resolveNote(node, dependency),
      source: dependency?.source,
      reads: node.inputs.map(([, { name }]) => name),
      errors: (dependency?.raises ?? [])
        .filter(({ unsafeOnly }) => !unsafeOnly || !isSafeMethod(method))
        .flatMap(possibleErrors),
    }),
  ]
}

function resolveNote(node: GraphNode, dependency: Dependency | undefined): string {
  if (!dependency) return "a bound value"
  const words = [
    dependency.security ? `security scheme ${dependency.security.name}` : "",
    node.scope === "app"
      ? "made when the application started"
      : node.scope === "response"
        ? "lives until the stream has ended"
        : "",
    dependency.yields ? "has a teardown" : "",
  ]
  return words.filter(Boolean).join(", ")
}

function encodeNote(doc: Plan["outcomes"][number]): string {
  if (doc.kind === "empty") return "no body"
  if (doc.kind === "returns") return "strip, check and write JSON"
  return `${doc.kind}${doc.mediaType ? `, ${doc.mediaType}` : ""}`
}

/** Phases of the steps whose kind says it all; the others are told by the order. */
const phases = {
  middleware: "middleware",
  call: "handler",
  flush: "flush",
  encode: "encode",
  "tear down": "teardown",
  send: "send",
} as const satisfies Partial<Record<Step["kind"], Step["phase"]>>

type OwnPhase = keyof typeof phases

function step(kind: OwnPhase, name: string, rest: Partial<Omit<Step, "phase" | "kind" | "name">>): Step
function step(kind: Step["kind"], name: string, rest: Partial<Step> & Pick<Step, "phase">): Step
function step(kind: Step["kind"], name: string, rest: Partial<Step>): Step {
  const phase = rest.phase ?? phases[kind as OwnPhase]
  return Object.freeze({
    note: "",
    source: undefined,
    reads: [],
    errors: [],
    skipped: undefined,
    ...rest,
    phase,
    kind,
    name,
  })
}

/** The answers that a declared error can become. */
export function possibleErrors(declared: DeclaredError): PossibleError[] {
  const { status, errors } = declared
  return errors.map((error) => ({ status, code: classCode(error, status) }))
}

function statusCode(status: number): string {
  return Object.entries(requestCodes).find(([, value]) => value === status)?.[0] ?? `status-${status}`
}

function isResource(node: GraphNode): boolean {
  return node.provider.kind === "dependency" && node.provider.yields !== undefined && node.scope !== "app"
}

function source(node: GraphNode): Step["source"] {
  return "source" in node.provider ? node.provider.source : undefined
}

function uniqueErrors(errors: readonly PossibleError[]): PossibleError[] {
  return [...new Map(errors.map((error) => [`${error.status} ${error.code}`, error])).values()].toSorted(
    (a, b) => a.status - b.status,
  )
}

// Where one scheme is asked for with and without `optional`, it is required.
function uniqueSchemes(dependencies: readonly Dependency[]): SecurityScheme[] {
  const schemes = new Map<string, SecurityScheme>()
  for (const { security } of dependencies) {
    if (security && !(schemes.has(security.name) && security.optional)) schemes.set(security.name, security)
  }
  return [...schemes.values()]
}
