import { AsyncLocalStorage } from "node:async_hooks"

/** The request that something belongs to. */
export interface LogContext {
  readonly id: string | undefined
  readonly route: string | undefined
  readonly user: string | undefined
  /** Takes an id that the client was given, unless the request has another already. */
  adopt(id: string): void
}

/** The request in which the running code was started. */
export const contexts: AsyncLocalStorage<LogContext> = new AsyncLocalStorage()

/** Undefined outside of requests. */
export function currentContext(): LogContext | undefined {
  return contexts.getStore()
}
