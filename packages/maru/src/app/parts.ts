import type { Routed } from "../endpoint/endpoint.ts"
import type { Plan } from "../endpoint/plan/plan.ts"
import type { Signature } from "../provider/provider.ts"
import type { Runner } from "../provider/resolve.ts"
import { StartError } from "../errors/start-error.ts"
import type { Middleware } from "../http/middleware.ts"
import type { AppInfo } from "./app-info.ts"
import type { ErrorReport } from "./error-answer.ts"
import type { ErrorHandler } from "./error-handler.ts"
import type { Lifespan } from "./lifespan.ts"
import type { Mount } from "./mount.ts"
import { isRouted } from "./router.ts"

/** What an application says of itself in its docs, and its policies. */
export interface AppOptions extends AppInfo {
  /** Largest request body in bytes where an endpoint sets no other limit. Default 1 MiB (1,048,576). */
  readonly bodyLimit?: number
  /** A path that differs from a route by its last slash: `redirect` (308, default), `strict` (404) or `ignore` (answered). */
  readonly trailingSlash?: "redirect" | "strict" | "ignore"
  /** Takes what clients are not told: failures with their id, undeclared HTTP errors. Default: printed to stderr. */
  readonly report?: (report: ErrorReport) => void
}

/** What an extension is given of its application. */
export interface AppView {
  readonly options: AppOptions
  /** Plans of all parts but extensions. */
  readonly plans: readonly Plan[]
  /**
   * Makes ready what runs outside requests with providers of the application, while that is started.
   * @param owner who runs, for messages
   * @throws StartError `input-outside-request`, and others of providers
   */
  readonly prepare: <S extends Signature>(signature: S, owner: string) => Runner<S>
  /** Takes what went wrong outside requests. */
  readonly report: (error: unknown) => void
}

/** A part that depends on the finished application, such as the docs: it is given the plans of all other parts. */
export interface Extension {
  readonly kind: "extension"
  readonly parts: (app: AppView) => readonly AppPart[]
}

/** What an application is made of, in any order; middleware counts from the outside in. */
export type AppPart = Routed<never> | Middleware | Lifespan | ErrorHandler | Mount | Extension

type PartOf<K> = Extract<AppPart, { readonly kind: K }>
type PartKind = "middleware" | "lifespan" | "error-handler" | "mount" | "extension"

const kinds: ReadonlySet<unknown> = new Set<PartKind>(["middleware", "lifespan", "error-handler", "mount", "extension"])

/** All parts of one kind, in their order. */
export function ofKind<K extends PartKind>(parts: readonly AppPart[], kind: K): PartOf<K>[] {
  return parts.filter((part) => (part as { kind?: unknown }).kind === kind) as PartOf<K>[]
}

/**
 * What is not known would be left out in silence: a guard that never runs.
 * @throws StartError `part-unknown`
 */
export function checkParts(parts: readonly unknown[]): void {
  const at = parts.findIndex((part) => !isRouted(part) && !kinds.has((part as { kind?: unknown } | undefined)?.kind))
  if (at === -1) return
  const part = parts[at]
  const found = Array.isArray(part) ? "an array" : part === null ? "null" : typeof part
  throw new StartError(
    "part-unknown",
    `Part ${at + 1} of the application is ${found}, which it does not know. It is made of routers, endpoints, middleware, lifespans, error handlers and mounts: give a module of endpoints to router("/path", module), and spread arrays.`,
  )
}
