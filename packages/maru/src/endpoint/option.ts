import { type SourceLine, callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { type Middleware, checkMiddleware } from "../http/middleware.ts"

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
 * @throws StartError `part-unknown` for what is no middleware
 */
export function use(...middleware: readonly Middleware[]): EndpointOption {
  return Object.freeze({ kind: "use", middleware: checkMiddleware(middleware, "use(…)", callerSource(use as never)) })
}

/**
 * Body limit of one endpoint instead of the app's 1 MiB; what is larger is refused with 413.
 * @param bytes counted as they arrive
 * @throws StartError `option-invalid` for what is no number of bytes
 */
export function bodyLimit(bytes: number): EndpointOption {
  checkBodyLimit(bytes, callerSource(bodyLimit as never))
  return Object.freeze({ kind: "body-limit", bytes })
}

/** @throws StartError `option-invalid`: a limit that nothing is larger than, such as NaN, would be none */
export function checkBodyLimit(bytes: number, source?: SourceLine): void {
  if (Number.isSafeInteger(bytes) && bytes >= 0) return
  const given = typeof bytes === "number" ? `${bytes}` : typeof bytes
  throw new StartError("option-invalid", `A body limit is a whole number of bytes, not ${given}.`, [source])
}
