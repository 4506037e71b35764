import { type CompiledEndpoint, compileEndpoint } from "../endpoint/compile.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import { withoutBody } from "../http/body.ts"
import { type HeaderDefaults, noDefaults } from "../http/header-defaults.ts"
import type { HttpHandler, HttpResponse } from "../http/message.ts"
import { type Middleware, layer, passOn } from "../http/middleware.ts"
import { compose } from "../http/onion/compose.ts"
import { securityHeaderList } from "../http/security-headers.ts"
import type { AppScope } from "../provider/app-scope.ts"
import type { Bindings } from "../provider/graph.ts"
import { prepareRun } from "../provider/resolve.ts"
import { routingTable } from "../routing/table.ts"
import { type Dispatching, dispatcher } from "./dispatch.ts"
import { type AnswerError, type ErrorAnswering, errorAnswering } from "./error-answer.ts"
import { type AppOptions, type AppPart, type AppView, checkParts, ofKind } from "./parts.ts"
import { placeEndpoints } from "./placement.ts"
import { isRouted } from "./router.ts"
import { rememberPaths } from "./url.ts"

/** What the parts of an application are compiled with. */
export interface Surroundings {
  readonly options: AppOptions
  readonly bindings: Bindings
  readonly scope: AppScope
  readonly report: ErrorAnswering["report"]
}

/** An application, compiled. */
export interface Assembly {
  /** All parts, those of extensions included. */
  readonly parts: readonly AppPart[]
  readonly endpoints: readonly CompiledEndpoint[]
  readonly plans: readonly Plan[]
  readonly entry: HttpHandler
  /** Constant headers of every answer. The entry leaves them to who sends it, so that they cost nothing here. */
  readonly headers: HeaderDefaults
  /** All layers, those of routers and endpoints behind the application's own. */
  readonly layers: readonly Middleware[]
}

/**
 * Compiles the parts of an application to one function.
 * @throws StartError for whatever is wrong with them
 */
export function assemble(own: readonly AppPart[], surroundings: Surroundings): Assembly {
  const { options } = surroundings
  const { parts, endpoints } = extended(own, surroundings)
  const plans = endpoints.map(({ plan }) => plan)
  const core = dispatcher({
    layered: layersOf(parts).length > 0,
    table: routingTable(
      endpoints.map(({ plan, pattern, handle }) => ({
        method: plan.method,
        pattern,
        source: plan.source,
        value: handle,
      })),
    ),
    mounts: ofKind(parts, "mount")
      .map(({ prefix, prepare }) => ({ prefix, handle: prepare() }))
      .toSorted((a, b) => b.prefix.length - a.prefix.length),
    trailingSlash: options.trailingSlash ?? "redirect",
    preflights: preflightsOf(endpoints, answerOf(parts, surroundings)),
    answer: answerOf(parts, surroundings),
  })
  const entry = layered(core, parts, surroundings)
  rememberPaths(plans)
  const outer = applicationLayers(parts)
  const layers = [...outer, ...endpoints.flatMap((endpoint) => endpoint.layers)]
  return { parts, endpoints, plans, entry, layers, headers: headersOf(outer) }
}

/** All parts and their endpoints. Extensions read the plans of the other parts, so these are compiled before. */
function extended(own: readonly AppPart[], surroundings: Surroundings): Pick<Assembly, "parts" | "endpoints"> {
  checkParts(own)
  const endpoints = compileEndpoints(own, surroundings)
  const view = viewOf(
    endpoints.map(({ plan }) => plan),
    surroundings,
  )
  const added = ofKind(own, "extension").flatMap((extension) => extension.parts(view))
  if (added.length === 0) return { parts: own, endpoints }
  const parts = [...own, ...added]
  checkParts(parts)
  return { parts, endpoints: compileEndpoints(parts, surroundings, concernAll(added) ? [] : endpoints) }
}

/** Whether parts change the plans of others. */
function concernAll(parts: readonly AppPart[]): boolean {
  return ofKind(parts, "middleware").length + ofKind(parts, "error-handler").length > 0
}

function viewOf(plans: readonly Plan[], { options, bindings, scope, report }: Surroundings): AppView {
  const tell =
    (kind: "teardown" | "background") =>
    (error: unknown): void =>
      report({ kind, error, id: undefined, request: undefined })
  return {
    options,
    plans,
    prepare: (signature, owner) => prepareRun(signature, { bindings, app: scope, report: tell("teardown"), owner }),
    report: tell("background"),
  }
}

/** @param known the first endpoints, where they are compiled already */
function compileEndpoints(
  parts: readonly AppPart[],
  surroundings: Surroundings,
  known: readonly CompiledEndpoint[] = [],
): CompiledEndpoint[] {
  const { options, bindings, scope, report } = surroundings
  const errors = { handlers: ofKind(parts, "error-handler"), report }
  const layers = applicationLayers(parts)
  const placements = placeEndpoints((parts as readonly unknown[]).filter(isRouted))
  const made = placements.slice(known.length).map((placement) =>
    compileEndpoint(placement, {
      bindings,
      app: scope,
      layers,
      bodyLimit: options.bodyLimit ?? 1_048_576,
      answerError: (plan, declared) => errorAnswering(errors, plan, declared),
      report: (error) => report({ kind: "teardown", error, id: undefined, request: undefined }),
    }),
  )
  return [...known, ...made]
}

/** What `securityHeaders` is called in plans; an application without one of its own has the default. */
export const securityHeadersName = "security headers"

const defaultHeaders = layer(
  securityHeadersName,
  passOn,
  { note: "constant, the default", headers: securityHeaderList() },
  undefined,
)

function applicationLayers(parts: readonly AppPart[]): Middleware[] {
  const own = ofKind(parts, "middleware")
  return own.some(({ name }) => name === securityHeadersName) ? own : [defaultHeaders, ...own]
}

/** All constant headers; those of inner layers win. */
function headersOf(layers: readonly Middleware[]): HeaderDefaults {
  return layers.reduce((outer, { headers }) => headers.over(outer), noDefaults)
}

function preflightsOf(endpoints: readonly CompiledEndpoint[], answer: AnswerError): Dispatching["preflights"] {
  return new Map(
    endpoints.flatMap(({ handle, layers }) => {
      const concerned = layers.filter(({ preflight }) => preflight)
      if (concerned.length === 0) return []
      return [[handle, compose<HttpResponse>(concerned, (_request, response) => response, answer)] as const]
    }),
  )
}

function answerOf(parts: readonly AppPart[], { report }: Surroundings): AnswerError {
  return errorAnswering({ handlers: ofKind(parts, "error-handler"), report }, undefined, [])
}

/** The layers that do something with requests, outermost first. */
function layersOf(parts: readonly AppPart[]): readonly Middleware[] {
  return ofKind(parts, "middleware").filter(({ handle }) => handle !== passOn)
}

function layered(core: HttpHandler, parts: readonly AppPart[], surroundings: Surroundings): HttpHandler {
  const layers = layersOf(parts)
  if (layers.length === 0) return core
  const handling = layers.map((each) => ({ ...each, headers: noDefaults }))
  const composed = compose(handling, core, answerOf(parts, surroundings))
  return (request) => (request.method === "HEAD" ? withoutBody(composed(request)) : composed(request))
}
