import type { HttpRequest } from "./message.ts"

/**
 * A request seen through a layer: everything is the outer request's but what a class of its own overrides. A middleware
 * hands it on by `next(wrapper)`.
 *
 * @example
 * class Secured extends RequestWrapper {
 *   override get scheme(): "https" {
 *     return "https"
 *   }
 * }
 */
export class RequestWrapper implements HttpRequest {
  /** The request around which this stands. */
  readonly outer: HttpRequest

  constructor(outer: HttpRequest) {
    this.outer = outer
  }

  get method(): string {
    return this.outer.method
  }
  get path(): string {
    return this.outer.path
  }
  get search(): string {
    return this.outer.search
  }
  get scheme(): "http" | "https" {
    return this.outer.scheme
  }
  get host(): string {
    return this.outer.host
  }
  get remoteAddress(): string | undefined {
    return this.outer.remoteAddress
  }
  get signal(): AbortSignal {
    return this.outer.signal
  }
  header(name: string): string | undefined {
    return this.outer.header(name)
  }
  headers(): Iterable<readonly [name: string, value: string]> {
    return this.outer.headers()
  }
  bytes(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.outer.bytes(limit)
  }
  text(limit: number): Promise<string> {
    return this.outer.text(limit)
  }
  stream(): AsyncIterable<Uint8Array<ArrayBuffer>> | undefined {
    return this.outer.stream()
  }
}
