import { type SourceLine, callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { HeaderDefaults, noDefaults } from "./header-defaults.ts"
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

/** What a layer does before and after the rest, without a word in whether and how the rest runs. */
export interface MiddlewareHooks {
  /** Sees the request first. An answer that it returns is sent in the place of the rest, and `after` does not see it. */
  readonly before?: (request: HttpRequest) => Awaitable<HttpResponse | void>
  /** Sees every answer of the rest, errors among them. It changes the answer, or returns another one. */
  readonly after?: (response: HttpResponse, request: HttpRequest) => Awaitable<HttpResponse | void>
}

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
  readonly handle: MiddlewareHandler | MiddlewareHooks
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
 * @param handle receives the request and the rest of the onion; or hooks, which run before and after the rest without a
 *   word in it, and cost no promise where nothing is awaited
 * @throws StartError `option-invalid` for neither
 * @example
 * const timing = middleware("timing", async (request, next) => {
 *   const start = performance.now()
 *   const response = await next()
 *   response.headers.set("server-timing", `app;dur=${(performance.now() - start).toFixed(1)}`)
 *   return response
 * })
 * const version = middleware("version", { after: (response) => response.headers.set("x-version", "7") })
 */
export function middleware(
  name: string,
  handle: MiddlewareHandler | MiddlewareHooks,
  options: MiddlewareOptions = {},
): Middleware {
  const source = callerSource(middleware as never)
  if (typeof handle !== "function" && !handle?.before && !handle?.after)
    throw new StartError(
      "option-invalid",
      `middleware "${name}" needs a function, or an object with before or after.`,
      [source],
    )
  return layer(name, handle, options, source)
}

/** The same for functions that declare one for their caller. @param source where that was */
export function layer(
  name: string,
  handle: MiddlewareHandler | MiddlewareHooks,
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
