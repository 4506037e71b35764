import type { Middleware } from "../http/middleware.ts"

/** What the docs say of an endpoint. */
export interface Description {
  /** One line. */
  readonly summary?: string
  /** CommonMark. */
  readonly description?: string
  readonly tags?: readonly string[]
  readonly deprecated?: boolean
  /** Operation name instead of the one made of router and export name: `posts.create`. */
  readonly name?: string
  /** Leaves the endpoint out of the docs. */
  readonly hidden?: boolean
}

/** A part of an endpoint that is neither outcome nor error. */
export type EndpointOption =
  | { readonly kind: "describe"; readonly description: Description }
  | { readonly kind: "use"; readonly middleware: readonly Middleware[] }
  | { readonly kind: "body-limit"; readonly bytes: number }

/**
 * Documents an endpoint beyond what its parts already say.
 * @example
 * get("/", {}, describe({ summary: "Newest posts first" }), returns(200, Posts), list)
 */
export function describe(description: Description): EndpointOption {
  return Object.freeze({ kind: "describe", description })
}

/**
 * Puts middleware around one endpoint, inside those of its routers and the app.
 * @param middleware the first outermost
 */
export function use(...middleware: readonly Middleware[]): EndpointOption {
  return Object.freeze({ kind: "use", middleware })
}

/**
 * Body limit of one endpoint instead of the app's 1 MiB; what is larger is refused with 413.
 * @param bytes counted as they arrive
 */
export function bodyLimit(bytes: number): EndpointOption {
  return Object.freeze({ kind: "body-limit", bytes })
}
