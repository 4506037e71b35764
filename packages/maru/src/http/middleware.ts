import { type SourceLine, callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { leave } from "./body.ts"
import { HeaderList } from "./header-list.ts"
import type { Awaitable, HttpRequest, HttpResponse } from "./message.ts"

/** The rest of the onion: everything inside this middleware. Called at most once; it never throws or rejects. */
export type Next = () => Awaitable<HttpResponse>

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

/** A named layer, declared once and listed for an app, a router or an endpoint. */
export interface Middleware {
  readonly kind: "middleware"
  readonly name: string
  readonly handle: MiddlewareHandler
  readonly answers: readonly MiddlewareAnswer[]
  readonly source: SourceLine | undefined
}

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
export function middleware(
  name: string,
  handle: MiddlewareHandler,
  options: { readonly answers?: readonly MiddlewareAnswer[] } = {},
): Middleware {
  return Object.freeze({
    kind: "middleware",
    name,
    handle,
    answers: options.answers ?? [],
    source: callerSource(middleware as never),
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
  return layers.reduceRight<Core<X>>((inner, layer) => around(layer, inner, answer), core)
}

function around<X>({ name, handle }: Middleware, inner: Core<X>, answer: Parameters<typeof compose>[2]): Core<X> {
  return (request, handedOn) => {
    let given: Awaitable<HttpResponse> | undefined
    const next = (): Awaitable<HttpResponse> => {
      if (given)
        throw new TypeError(`Middleware "${name}" called next a second time; the rest of the request runs once.`)
      return (given = inner(request, handedOn))
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
