import { type CompiledEndpoint, compileEndpoint } from "../endpoint/compile.ts"
import type { Routed } from "../endpoint/endpoint.ts"
import { checkBodyLimit } from "../endpoint/option.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { HttpError } from "../http/http-error.ts"
import { errorResponse } from "../http/problem.ts"
import { withoutBody } from "../http/body.ts"
import type { Awaitable, HttpHandler, HttpRequest, HttpResponse } from "../http/message.ts"
import { type Middleware, compose } from "../http/middleware.ts"
import { fromWebRequest, toWebResponse } from "../http/web.ts"
import { AppScope } from "../provider/app-scope.ts"
import type { Bindings } from "../provider/graph.ts"
import {
  type Arguments,
  type Override,
  type Port,
  type Provider,
  type Signature,
  isProvider,
} from "../provider/provider.ts"
import { runWith } from "../provider/resolve.ts"
import { routingTable } from "../routing/table.ts"
import type { AppInfo } from "./app-info.ts"
import { dispatcher } from "./dispatch.ts"
import { type ErrorReport, answerError, failure, printReport, safeReport } from "./error-answer.ts"
import type { ErrorHandler } from "./error-handler.ts"
import type { Lifespan } from "./lifespan.ts"
import type { Mount } from "./mount.ts"
import { placeEndpoints } from "./placement.ts"
import { isRouted } from "./router.ts"
import { rememberPaths } from "./url.ts"

/** What an application says of itself in its docs, and its policies. */
export interface AppOptions extends AppInfo {
  /** Largest request body in bytes where an endpoint sets no other limit. Default 1 MiB (1,048,576). */
  readonly bodyLimit?: number
  /** A path that differs from a route by its last slash: `redirect` (308, default), `strict` (404) or `ignore` (answered). */
  readonly trailingSlash?: "redirect" | "strict" | "ignore"
  /** Takes what clients are not told: failures with their id, undeclared HTTP errors. Default: printed to stderr. */
  readonly report?: (report: ErrorReport) => void
}

/** A part that depends on the finished application, such as the docs: it is given the plans of all other parts. */
export interface Extension {
  readonly kind: "extension"
  readonly parts: (app: App) => readonly AppPart[]
}

/** What an application is made of, in any order; middleware counts from the outside in. */
export type AppPart = Routed<never> | Middleware | Lifespan | ErrorHandler | Mount | Extension

interface Compiled {
  readonly endpoints: readonly CompiledEndpoint[]
  readonly plans: readonly Plan[]
  readonly entry: HttpHandler
}

/**
 * An application: plain parts, compiled once to one function from request to answer.
 *
 * @example
 * const app = new App({ title: "Hello", version: "1.0.0" }, [router("/posts", posts), cors(…), lifespan(database)])
 * const response = await app.fetch(new Request("http://localhost/posts"))
 */
export class App {
  readonly options: AppOptions
  readonly #parts: readonly AppPart[]
  readonly #ports = new Map<Port<unknown>, Provider<unknown, string> | { readonly value: unknown }>()
  readonly #overrides: readonly Override[]
  readonly #report: (report: ErrorReport) => void
  readonly #scope = new AppScope()
  #compiled: Compiled | undefined
  #started: Promise<void> | undefined
  #running: Lifespan[] = []
  #entry: HttpHandler = (request) => this.start().then(() => this.#entry(request))

  /** @param parts routers, endpoints, middleware (the first outermost), lifespans, error handlers, mounts */
  constructor(options: AppOptions, parts: readonly AppPart[], overrides: readonly Override[] = []) {
    if (options.bodyLimit !== undefined) checkBodyLimit(options.bodyLimit, callerSource(App as never))
    this.options = options
    this.#report = safeReport(options.report ?? printReport)
    this.#parts = parts
    this.#overrides = overrides
  }

  /**
   * Binds a port to its implementation: a value, or a provider of one.
   * @throws StartError `app-started`
   */
  provide<T>(port: Port<T>, implementation: Provider<NoInfer<T>, string> | NoInfer<T>): this {
    if (this.#compiled) {
      throw new StartError("app-started", `Port "${port.name}" must be bound before the application starts.`, [
        port.source,
      ])
    }
    this.#ports.set(port, isProvider(implementation) ? implementation : { value: implementation })
    return this
  }

  /** The compiled plan of every endpoint, in order of declaration. @throws StartError for whatever is wrong with the application */
  get plans(): readonly Plan[] {
    return this.#compile().plans
  }

  /**
   * Checks and compiles everything, then opens lifespans in order and makes app-scoped providers. Calling it
   * again changes nothing.
   * @throws StartError for whatever is wrong with the application; what a lifespan throws
   */
  start(): Promise<void> {
    this.#started ??= this.#open()
    return this.#started
  }

  /** Tears down app-scoped providers, then closes lifespans in reverse. The application can be started again. */
  async close(): Promise<void> {
    const started = this.#started
    if (!started) return
    await started.catch(() => undefined)
    this.#started = undefined
    this.#entry = (request) => this.start().then(() => this.#entry(request))
    await this.#shut()
  }

  /** The application for servers: plain values in, plain values out; a promise only where something was waited for. */
  handle(request: HttpRequest): Awaitable<HttpResponse> {
    return this.#entry(request)
  }

  /**
   * The whole application as one function of the web's Request and Response. The first call starts it.
   * (`upgrade`, the door for sockets, will stand beside it.)
   */
  fetch(request: Request): Awaitable<Response> {
    const plain = plainRequest(request)
    if (plain instanceof HttpError) return toWebResponse(errorResponse(plain))
    const answer = this.#entry(plain)
    const send = (answer: HttpResponse): Response => webResponse(answer, plain, this.#report)
    return answer instanceof Promise ? answer.then(send) : send(answer)
  }

  /**
   * Runs a function with providers outside any request, as one unit of work: a command, a task, a script.
   * Teardowns run as they would behind a request.
   * @throws StartError; what the providers or `run` throw
   * @example
   * await app.run({ db }, ({ db }) => seed(db))
   */
  async run<S extends Signature, R>(signature: S, run: (args: Arguments<S>) => R): Promise<Awaited<R>> {
    await this.start()
    const report = (error: unknown) => this.#report({ kind: "teardown", error, id: undefined, request: undefined })
    return runWith(signature, run, { bindings: this.#bindings, app: this.#scope, report, owner: "app.run" })
  }

  /** The same application with other providers in the place of some, or another place for reports. For tests. */
  with(changes: { readonly overrides?: readonly Override[]; readonly report?: AppOptions["report"] }): App {
    const options = changes.report ? { ...this.options, report: changes.report } : this.options
    const app = new App(options, this.#parts, [...this.#overrides, ...(changes.overrides ?? [])])
    for (const [port, implementation] of this.#ports) app.#ports.set(port, implementation)
    return app
  }

  get #bindings(): Bindings {
    return { ports: this.#ports, overrides: this.#overrides }
  }

  async #open(): Promise<void> {
    const { endpoints, entry } = this.#compile()
    try {
      for (const lifespan of ofKind(this.#parts, "lifespan")) {
        await lifespan.start()
        this.#running.push(lifespan)
      }
      await this.#scope.open(
        endpoints.map(({ graph }) => graph),
        (error) => this.#report({ kind: "teardown", error, id: undefined, request: undefined }),
      )
    } catch (error) {
      this.#started = undefined
      await this.#shut()
      throw error
    }
    this.#entry = entry
  }

  async #shut(): Promise<void> {
    const report = (error: unknown) => this.#report({ kind: "teardown", error, id: undefined, request: undefined })
    await this.#scope.close(report).catch(report)
    for (let lifespan = this.#running.pop(); lifespan; lifespan = this.#running.pop()) {
      await lifespan.close().catch(report)
    }
  }

  #compile(): Compiled {
    if (this.#compiled) return this.#compiled
    const own = this.#compileEndpoints(this.#parts)
    // Extensions read the plans of the other parts, so these must be there before theirs are made.
    this.#compiled = { endpoints: own, plans: own.map(({ plan }) => plan), entry: this.#entry }
    try {
      const parts = [...this.#parts, ...ofKind(this.#parts, "extension").flatMap((extension) => extension.parts(this))]
      const endpoints = this.#compileEndpoints(parts)
      this.#compiled = { endpoints, plans: endpoints.map(({ plan }) => plan), entry: this.#assemble(endpoints, parts) }
    } catch (error) {
      this.#compiled = undefined
      throw error
    }
    rememberPaths(this.#compiled.plans)
    return this.#compiled
  }

  #compileEndpoints(parts: readonly AppPart[]): CompiledEndpoint[] {
    const errors = { handlers: ofKind(parts, "error-handler"), report: this.#report }
    const routed = (parts as readonly unknown[]).filter(isRouted)
    return placeEndpoints(routed).map((placement) =>
      compileEndpoint(placement, {
        bindings: this.#bindings,
        app: this.#scope,
        layers: ofKind(parts, "middleware"),
        bodyLimit: this.options.bodyLimit ?? 1_048_576,
        answerError: (error, request, plan, declared) => answerError(errors, error, request, plan, declared),
        report: (error) => this.#report({ kind: "teardown", error, id: undefined, request: undefined }),
      }),
    )
  }

  #assemble(endpoints: readonly CompiledEndpoint[], parts: readonly AppPart[]): HttpHandler {
    const errors = { handlers: ofKind(parts, "error-handler"), report: this.#report }
    const answer = (error: unknown, request: HttpRequest) => answerError(errors, error, request, undefined, [])
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
      trailingSlash: this.options.trailingSlash ?? "redirect",
      answer,
    })
    const layers = ofKind(parts, "middleware")
    if (layers.length === 0) return core
    const layered = compose(layers, core, answer)
    return (request) => (request.method === "HEAD" ? withoutBody(layered(request)) : layered(request))
  }
}

function plainRequest(request: Request): HttpRequest | HttpError {
  try {
    return fromWebRequest(request)
  } catch (error) {
    if (error instanceof HttpError) return error
    throw error
  }
}

/** The web's Response, or a 500 for what it cannot be, such as a status that a middleware invented. */
function webResponse(answer: HttpResponse, request: HttpRequest, report: (report: ErrorReport) => void): Response {
  try {
    return toWebResponse(answer)
  } catch (error) {
    return toWebResponse(failure(error, request, report))
  }
}

type PartOf<K> = Extract<AppPart, { readonly kind: K }>

function ofKind<K extends "middleware" | "lifespan" | "error-handler" | "mount" | "extension">(
  parts: readonly AppPart[],
  kind: K,
): PartOf<K>[] {
  return parts.filter((part) => (part as { kind?: unknown }).kind === kind) as PartOf<K>[]
}
