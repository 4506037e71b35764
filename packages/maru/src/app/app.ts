import type { Plan } from "../endpoint/plan/plan.ts"
import { checkBodyLimit } from "../endpoint/option.ts"
import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import type { HeaderDefaults } from "../http/header-defaults.ts"
import { HttpError } from "../http/http-error.ts"
import type { Awaitable, HttpHandler, HttpRequest, HttpResponse } from "../http/message.ts"
import { errorResponse } from "../http/problem.ts"
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
import { type Assembly, assemble } from "./assembly.ts"
import { startWarnings } from "./start-warnings.ts"
import { type ErrorReport, failure, printReport, safeReport } from "./error-answer.ts"
import { Lifecycle } from "./lifecycle.ts"
import type { Lifespan, Startable } from "./lifespan.ts"
import type { AppOptions, AppPart } from "./parts.ts"

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
  /** What has been started and is to be closed, the last first. */
  readonly #running: Pick<Lifespan, "close">[] = []
  readonly #lifecycle: Lifecycle
  /** Starts the application with its first request. */
  readonly #first: HttpHandler = (request) => this.start().then(() => this.#entry(request))
  #assembly: Assembly | undefined
  #entry: HttpHandler = this.#first

  /** @param parts routers, endpoints, middleware (the first outermost), lifespans, error handlers, mounts */
  constructor(options: AppOptions, parts: readonly AppPart[], overrides: readonly Override[] = []) {
    if (options.bodyLimit !== undefined) checkBodyLimit(options.bodyLimit, callerSource(App as never))
    this.options = options
    this.#report = safeReport(options.report ?? printReport)
    this.#parts = parts
    this.#overrides = overrides
    this.#lifecycle = new Lifecycle({
      open: () => this.#open(),
      shut: () => this.#shut(),
      onChange: (ready) => {
        this.#entry = ready ? this.#assemble().entry : this.#first
      },
    })
  }

  /**
   * Binds a port to its implementation: a value, or a provider of one.
   * @throws StartError `app-started`
   */
  provide<T>(port: Port<T>, implementation: Provider<NoInfer<T>, string> | NoInfer<T>): this {
    if (this.#assembly) {
      throw new StartError("app-started", `Port "${port.name}" must be bound before the application starts.`, [
        port.source,
      ])
    }
    this.#ports.set(port, isProvider(implementation) ? implementation : { value: implementation })
    return this
  }

  /** The compiled plan of every endpoint, in order of declaration. @throws StartError for whatever is wrong with the application */
  get plans(): readonly Plan[] {
    return this.#assemble().plans
  }

  /** What the application starts and closes, in this order: databases, say. For commands that look at an application. */
  get resources(): readonly Startable[] {
    return lifespansOf(this.#assemble().parts).flatMap(({ resource }) => resource ?? [])
  }

  /**
   * Constant headers that every answer has unless it says otherwise, such as the security headers. `handle` leaves them
   * to the server, which adds them to its own refusals too; `fetch` adds them itself.
   * @throws StartError for whatever is wrong with the application
   */
  get headers(): HeaderDefaults {
    return this.#assemble().headers
  }

  /**
   * Checks and compiles everything, then opens lifespans in order and makes app-scoped providers. Calling it
   * again changes nothing; a start that failed may be tried again.
   * @throws StartError for whatever is wrong with the application; what a lifespan throws
   */
  start(): Promise<void> {
    return this.#lifecycle.start()
  }

  /**
   * Tears down app-scoped providers, then closes lifespans in reverse; what fails is reported. It does not wait for
   * requests, which is for servers to do. The application can be started again.
   */
  close(): Promise<void> {
    return this.#lifecycle.close()
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
    if (plain instanceof HttpError) return toWebResponse(errorResponse(plain), this.headers)
    const answer = this.#entry(plain)
    const send = (answer: HttpResponse): Response => webResponse(answer, plain, this.headers, this.#report)
    return answer instanceof Promise ? answer.then(send) : send(answer)
  }

  /**
   * Runs a function with providers outside any request, as one unit of work: a command, a task, a script.
   * Teardowns run as they would behind a request. `signal` is what the provider of that name gives here.
   * @throws StartError; what the providers or `run` throw
   * @example
   * await app.run({ db }, ({ db }) => seed(db))
   */
  async run<S extends Signature, R>(
    signature: S,
    run: (args: Arguments<S>) => R,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<Awaited<R>> {
    await this.start()
    const report = (error: unknown): void => this.#reportTeardown(error)
    const context = { bindings: this.#bindings, app: this.#scope, report, owner: "app.run" }
    return runWith(signature, run, context, signal)
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

  #assemble(): Assembly {
    this.#assembly ??= assemble(this.#parts, {
      options: this.options,
      bindings: this.#bindings,
      scope: this.#scope,
      report: this.#report,
    })
    return this.#assembly
  }

  async #open(): Promise<void> {
    const { endpoints, parts, plans, layers } = this.#assemble()
    for (const error of startWarnings(plans, layers)) {
      this.#report({ kind: "warning", error, id: undefined, request: undefined })
    }
    try {
      const lifespans = lifespansOf(parts)
      for (const lifespan of lifespans.filter(({ late }) => late === undefined)) await this.#begin(lifespan)
      this.#running.push({ close: () => this.#closeScope() })
      await this.#scope.open(endpoints.map(({ graph }) => graph))
      const late = lifespans.filter((lifespan) => lifespan.late !== undefined)
      for (const lifespan of late.toSorted((a, b) => a.late! - b.late!)) await this.#begin(lifespan)
    } catch (error) {
      await this.#shut()
      throw error
    }
  }

  async #begin(lifespan: Lifespan): Promise<void> {
    await lifespan.start()
    this.#running.push(lifespan)
  }

  async #shut(): Promise<void> {
    for (let running = this.#running.pop(); running; running = this.#running.pop()) {
      await running.close().catch((error: unknown) => this.#reportTeardown(error))
    }
  }

  #closeScope(): Promise<void> {
    return this.#scope.close((error) => this.#reportTeardown(error))
  }

  #reportTeardown(error: unknown): void {
    this.#report({ kind: "teardown", error, id: undefined, request: undefined })
  }
}

function lifespansOf(parts: readonly AppPart[]): Lifespan[] {
  return parts.flatMap((part) => {
    if (!("kind" in part)) return []
    if (part.kind === "lifespan") return part
    return part.kind === "mount" ? (part.lifespan ?? []) : []
  })
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
function webResponse(
  answer: HttpResponse,
  request: HttpRequest,
  headers: HeaderDefaults,
  report: (report: ErrorReport) => void,
): Response {
  try {
    return toWebResponse(answer, headers)
  } catch (error) {
    return toWebResponse(failure(error, request, report), headers)
  }
}
