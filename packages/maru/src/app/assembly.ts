import { type CompiledEndpoint, compileEndpoint } from "../endpoint/compile.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import { withoutBody } from "../http/body.ts"
import type { HttpHandler, HttpRequest } from "../http/message.ts"
import { compose } from "../http/middleware.ts"
import type { AppScope } from "../provider/app-scope.ts"
import type { Bindings } from "../provider/graph.ts"
import { routingTable } from "../routing/table.ts"
import { dispatcher } from "./dispatch.ts"
import { type ErrorAnswering, answerError } from "./error-answer.ts"
import { type AppOptions, type AppPart, checkParts, ofKind } from "./parts.ts"
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
}

/**
 * Compiles the parts of an application to one function.
 * @throws StartError for whatever is wrong with them
 */
export function assemble(own: readonly AppPart[], surroundings: Surroundings): Assembly {
  const { options } = surroundings
  const parts = [...own, ...extensions(own, surroundings)]
  checkParts(parts)
  const endpoints = compileEndpoints(parts, surroundings)
  const plans = endpoints.map(({ plan }) => plan)
  const core = dispatcher({
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
    answer: answerOf(parts, surroundings),
  })
  const entry = layered(core, parts, surroundings)
  rememberPaths(plans)
  return { parts, endpoints, plans, entry }
}

// Extensions read the plans of the other parts, so these are compiled before, and with all parts once more.
function extensions(parts: readonly AppPart[], surroundings: Surroundings): AppPart[] {
  checkParts(parts)
  const found = ofKind(parts, "extension")
  if (found.length === 0) return []
  const plans = compileEndpoints(parts, surroundings).map(({ plan }) => plan)
  return found.flatMap((extension) => extension.parts({ options: surroundings.options, plans }))
}

function compileEndpoints(parts: readonly AppPart[], surroundings: Surroundings): CompiledEndpoint[] {
  const { options, bindings, scope, report } = surroundings
  const errors = { handlers: ofKind(parts, "error-handler"), report }
  const layers = ofKind(parts, "middleware")
  return placeEndpoints((parts as readonly unknown[]).filter(isRouted)).map((placement) =>
    compileEndpoint(placement, {
      bindings,
      app: scope,
      layers,
      bodyLimit: options.bodyLimit ?? 1_048_576,
      answerError: (error, request, plan, declared) => answerError(errors, error, request, plan, declared),
      report: (error) => report({ kind: "teardown", error, id: undefined, request: undefined }),
    }),
  )
}

type Answering = (error: unknown, request: HttpRequest) => ReturnType<HttpHandler>

function answerOf(parts: readonly AppPart[], { report }: Surroundings): Answering {
  const errors = { handlers: ofKind(parts, "error-handler"), report }
  return (error, request) => answerError(errors, error, request, undefined, [])
}

function layered(core: HttpHandler, parts: readonly AppPart[], surroundings: Surroundings): HttpHandler {
  const layers = ofKind(parts, "middleware")
  if (layers.length === 0) return core
  const composed = compose(layers, core, answerOf(parts, surroundings))
  return (request) => (request.method === "HEAD" ? withoutBody(composed(request)) : composed(request))
}
