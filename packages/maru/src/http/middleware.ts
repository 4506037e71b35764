import { type SourceLine, callerSource } from "../errors/source.ts"
import type { Awaitable, HttpHandler, HttpRequest, HttpResponse } from "./message.ts"

/** The rest of the onion: everything inside this middleware. Called at most once. */
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
 * Declares a middleware. Errors below it have already become answers when `next` returns, so every
 * layer sees every answer.
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

/** Folds layers around a core, the first outermost. Done once, when the application starts. */
export function compose(layers: readonly Middleware[], core: HttpHandler): HttpHandler {
  return layers.reduceRight<HttpHandler>((inner, layer) => {
    const { handle } = layer
    return (request) => handle(request, () => inner(request))
  }, core)
}
