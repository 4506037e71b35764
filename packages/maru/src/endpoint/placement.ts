import type { Middleware } from "../http/middleware.ts"
import type { DeclaredError, Signature } from "../provider/provider.ts"
import type { Pattern } from "../routing/pattern.ts"
import type { AnyEndpoint } from "./endpoint.ts"

/** Where an endpoint stands in its application. */
export interface Placement {
  readonly endpoint: AnyEndpoint
  readonly pattern: Pattern
  /** Operation name: `posts.create`. */
  readonly operation: string
  readonly tags: readonly string[]
  /** Whether a router leaves it out of the docs. */
  readonly hidden: boolean
  /** All layers around the plan, the outermost first: routers', then the endpoint's own. */
  readonly middleware: readonly Middleware[]
  /** Providers that routers resolve for all their endpoints, the outermost router's first. */
  readonly shared: readonly Signature[]
  /** Errors that routers declare for all their endpoints, the innermost router's first. */
  readonly raises: DeclaredErrors
}

/** Errors by who declares them, the nearest first: the endpoint, its routers from the inside out, its providers. */
export type DeclaredErrors = readonly (readonly DeclaredError[])[]
