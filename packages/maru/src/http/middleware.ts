import { type SourceLine, callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { after } from "./after.ts"
import { leave } from "./body.ts"
import { HeaderDefaults, noDefaults } from "./header-defaults.ts"
import { HeaderList } from "./header-list.ts"
import type { Awaitable, HttpRequest, HttpResponse } from "./message.ts"

/**
 * The rest of the onion: everything inside this middleware. Called at most once; it never throws or rejects.
 * @param request what the layers inside and the handler see in the place of the request, such as a `RequestWrapper`
 */
export type Next = (request?: HttpRequest) => Awaitable<HttpResponse>

/**
 * One layer around a handler. It may answer itself, or call `next` and change the answer. One that is
 * not `async` keeps a synchronous handler synchronous.
 */
export type MiddlewareHandler = (request: HttpRequest, next: Next) => Awaitable<HttpResponse>

/** An answer that a middleware may give by itself, for the plan and the docs. */
export interface MiddlewareAnswer {
  readonly status: number
  readonly description?: string
}

/** What a middleware can be told beside what it does. */
export interface MiddlewareOptions {
  /** Answers that it may give by itself, for the plan and the docs. */
  readonly answers?: readonly MiddlewareAnswer[]
  /** A phrase for the plan: "10 a minute, by address". */
  readonly note?: string
  /** Constant headers that every answer has unless it, or a layer inside, says otherwise. Compiled at start. */
  readonly headers?: Iterable<readonly [name: string, value: string]>
  /** What is dangerous about it, told when the application starts. */
  readonly warnings?: readonly string[]
  /**
   * Whether it has a word in preflights (an OPTIONS with Access-Control-Request-Method) of the endpoints below it, which
   * reach no endpoint themselves. Those of the application see every request anyway.
   */
  readonly preflight?: boolean
}

/** A named layer, declared once and listed for an app, a router or an endpoint. */
export interface Middleware {
  readonly kind: "middleware"
  readonly name: string
  readonly handle: MiddlewareHandler
  readonly answers: readonly MiddlewareAnswer[]
  readonly note: string
  readonly headers: HeaderDefaults
  readonly warnings: readonly string[]
  readonly preflight: boolean
  readonly source: SourceLine | undefined
}

/** What a middleware does that only has constant headers. */
export const passOn: MiddlewareHandler = (_request, next) => next()

/**
 * Declares a middleware. Errors below it, those of other layers too, have already become answers when
 * `next` returns, so every layer sees every answer.
 *
 * @param name shown in plans: "timing"
 * @param handle receives the request and the rest of the onion
 * @example
 * const timing = middleware("timing", async (request, next) => {
 *   const start = performance.now()
 *   const response = await next()
 *   response.headers.set("server-timing", `app;dur=${(performance.now() - start).toFixed(1)}`)
 *   return response
 * })
 */
export function middleware(name: string, handle: MiddlewareHandler, options: MiddlewareOptions = {}): Middleware {
  return layer(name, handle, options, callerSource(middleware as never))
}

/** The same for functions that declare one for their caller. @param source where that was */
export function layer(
  name: string,
  handle: MiddlewareHandler,
  options: MiddlewareOptions,
  source: SourceLine | undefined,
): Middleware {
  return Object.freeze({
    kind: "middleware",
    name,
    handle,
    answers: options.answers ?? [],
    note: options.note ?? "",
    headers: options.headers ? new HeaderDefaults(options.headers) : noDefaults,
    warnings: options.warnings ?? [],
    preflight: options.preflight ?? false,
    source,
  })
}

/**
 * Lets middleware through and nothing else: a guard that is none would never run.
 * @param owner who was given it, for the message: "use"
 * @throws StartError `part-unknown`
 */
export function checkMiddleware(
  list: readonly unknown[],
  owner: string,
  source: SourceLine | undefined,
): readonly Middleware[] {
  if (list.every((each) => (each as { kind?: unknown } | null | undefined)?.kind === "middleware")) {
    return list as readonly Middleware[]
  }
  throw new StartError(
    "part-unknown",
    `${owner} was given something that is no middleware. Make one of a function by middleware("name", function).`,
    [source],
  )
}

/** What stands inside the layers. It is given what the layers' caller hands on, and never throws or rejects. */
type Core<X> = (request: HttpRequest, handedOn: X) => Awaitable<HttpResponse>

/**
 * Folds layers around a core, the first outermost. Done once, when the application starts. What a layer throws
 * becomes an answer before the layers around it see it.
 *
 * @param answer turns what a layer throws into an answer; never throws or rejects
 */
export function compose<X = void>(
  layers: readonly Middleware[],
  core: Core<X>,
  answer: (error: unknown, request: HttpRequest) => Awaitable<HttpResponse>,
): Core<X> {
  return layers.reduceRight<Core<X>>((inner, layer) => withHeaders(layer, around(layer, inner, answer)), core)
}

/** Adds constant headers to every answer, after all layers inside have had their say. */
export function filled(answer: Awaitable<HttpResponse>, defaults: HeaderDefaults): Awaitable<HttpResponse> {
  return after(answer, (response) => {
    response.headers.fill(defaults)
    return response
  })
}

function withHeaders<X>({ headers }: Middleware, inner: Core<X>): Core<X> {
  if (headers.flat.length === 0) return inner
  return (request, handedOn) => filled(inner(request, handedOn), headers)
}

function around<X>({ name, handle }: Middleware, inner: Core<X>, answer: Parameters<typeof compose>[2]): Core<X> {
  if (handle === passOn) return inner
  return (request, handedOn) => {
    let given: Awaitable<HttpResponse> | undefined
    const next: Next = (changed = request) => {
      if (given)
        throw new TypeError(`Middleware "${name}" called next a second time; the rest of the request runs once.`)
      return (given = inner(changed, handedOn))
    }
    const failed = (error: unknown): Awaitable<HttpResponse> => {
      if (given) void Promise.resolve(given).then(({ body }) => leave(body))
      return answer(error, request)
    }
    const checked = (response: HttpResponse | undefined): Awaitable<HttpResponse> =>
      response?.headers instanceof HeaderList ? response : failed(noAnswer(response, name))
    try {
      const response = handle(request, next)
      return response instanceof Promise ? response.then(checked, failed) : checked(response)
    } catch (error) {
      return failed(error)
    }
  }
}

function noAnswer(response: unknown, name: string): TypeError {
  const what = response instanceof Response ? "a web Response" : "no answer"
  return new TypeError(
    `Middleware "${name}" returned ${what}. Return what next() gives, or an answer such as problem(…).`,
  )
}
