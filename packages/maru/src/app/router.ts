import { type SourceLine, callerSource } from "../errors/source.ts"
import { type Middleware, checkMiddleware } from "../http/middleware.ts"
import type { Raises } from "../endpoint/errors.ts"
import type { AnyEndpoint, Routed, unmet } from "../endpoint/endpoint.ts"
import type { Names } from "../endpoint/handler-types.ts"
import type { Asked, Provider, Signature } from "../provider/provider.ts"

/** What a router gives to all its endpoints. */
export interface RouterOptions<S extends Signature = Readonly<Record<string, Provider<unknown>>>> {
  /** Tags in the docs; by default the router's name. */
  readonly tags?: readonly string[]
  /** First part of operation names; by default the last static segment of the prefix. */
  readonly name?: string
  /** Layers inside the app's, the first outermost. */
  readonly middleware?: readonly Middleware[]
  /** Providers that are resolved for every endpoint before its own, such as a check of identity. */
  readonly providers?: S
  /** Errors that every endpoint may raise. */
  readonly raises?: readonly Raises[]
  /** Leaves all endpoints out of the docs. */
  readonly hidden?: boolean
}

/** Endpoints and routers below one prefix. */
export interface Router extends Routed<never> {
  readonly kind: "router"
  readonly prefix: string
}

/** The run-time side of a router. */
export interface AnyRouter {
  readonly kind: "router"
  readonly prefix: string
  readonly children: Readonly<Record<string, unknown>>
  /** Whether the children came as a list, so that their keys are no names. */
  readonly listed: boolean
  readonly options: RouterOptions
  readonly source: SourceLine | undefined
}

type UnmetOf<E> = E extends { readonly [unmet]: infer N } ? N : never
type Unmet<M> = M extends readonly unknown[] ? UnmetOf<M[number]> : { [K in keyof M]: UnmetOf<M[K]> }[keyof M]
type Missing<P extends string, M, S extends Signature> = Exclude<Unmet<M> | Asked<S>, Names<P>> & string

/**
 * Puts endpoints below a prefix. Give it a module (`import * as posts from "./routes.ts"`), whose export names
 * become operation names, or a list. Every export must be an endpoint or a router.
 *
 * @param prefix pattern such as "/posts" or "/posts/:postId/comments"; its names are there for all endpoints.
 *   A path name that an endpoint asks for and neither its own path nor the prefix has does not compile.
 * @throws StartError `part-unknown` for middleware that is none
 * @example
 * router("/posts", posts, { tags: ["posts"] })
 */
export function router<const P extends string, M extends object, S extends Signature = Record<never, never>>(
  prefix: [Missing<P, M, S>] extends [never] ? P : `no path has :${Missing<P, M, S>}`,
  children: M,
  options?: RouterOptions<S>,
): Router
export function router(prefix: string, children: object, options: RouterOptions = {}): Router {
  const source = callerSource(router as never)
  checkMiddleware(options.middleware ?? [], `router("${prefix}")`, source)
  const value: AnyRouter = {
    kind: "router",
    prefix,
    children: { ...children } as Record<string, unknown>,
    listed: Array.isArray(children),
    options,
    source,
  }
  return Object.freeze(value) as unknown as Router
}

/** Whether a value is an endpoint or a router. */
export function isRouted(value: unknown): value is AnyEndpoint | AnyRouter {
  const kind = (value as { kind?: unknown } | null | undefined)?.kind
  return kind === "endpoint" || kind === "router"
}
