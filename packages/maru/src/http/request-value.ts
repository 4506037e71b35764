import type { HttpRequest } from "./message.ts"
import { RequestWrapper } from "./request-wrapper.ts"

/**
 * Something that a middleware knows of a request and keeps beside it, for all layers, for providers and for reports.
 * However a request is wrapped on its way, it is the same one here.
 */
export class RequestValue<T> {
  readonly #values = new WeakMap<HttpRequest, T>()

  set(request: HttpRequest, value: T): void {
    this.#values.set(innermost(request), value)
  }

  /** Undefined where nobody has set it. */
  get(request: HttpRequest): T | undefined {
    return this.#values.get(innermost(request))
  }
}

function innermost(request: HttpRequest): HttpRequest {
  let found = request
  while (found instanceof RequestWrapper) found = found.outer
  return found
}
