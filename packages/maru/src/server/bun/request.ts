import { bodyTooLarge, collectBytes, declaredLength } from "../../http/body-bytes.ts"
import type { HttpRequest } from "../../http/message.ts"
import { decodeUtf8 } from "../../http/utf8.ts"
import { type ServerReport, clientLeft } from "../failure.ts"
import { allowance, paced, withinWatch } from "../pace.ts"
import type { Limits } from "../settings.ts"
import type { Watch } from "../watch.ts"

type BunServer = Bun.Server<undefined>

/** What all requests of one server share. */
export interface BunSurroundings {
  readonly server: BunServer
  readonly limits: Limits
  readonly report: ServerReport
  /** What looks at bodies that do not come. */
  readonly watch: Watch
}

/** The application's view of Bun's Request. Nothing is read from it before somebody asks. */
export class BunRequest implements HttpRequest {
  readonly method: string
  readonly path: string
  readonly search: string
  readonly host: string
  readonly native: Request
  readonly surroundings: BunSurroundings
  #used = false

  /**
   * @param url of the request; with a checked host it is "http://", one authority, and the path
   * @param host checked
   */
  constructor(request: Request, url: string, host: string, surroundings: BunSurroundings) {
    const slash = url.indexOf("/", 7)
    const question = url.indexOf("?", slash)
    this.method = request.method
    this.path = question === -1 ? url.slice(slash) : url.slice(slash, question)
    this.search = question === -1 ? "" : url.slice(question + 1)
    this.host = host
    this.native = request
    this.surroundings = surroundings
  }

  get scheme(): "http" {
    return "http"
  }

  get remoteAddress(): string | undefined {
    return this.surroundings.server.requestIP(this.native)?.address
  }

  get signal(): AbortSignal {
    return this.native.signal
  }

  header(name: string): string | undefined {
    return this.native.headers.get(name) ?? undefined
  }

  headers(): Iterable<readonly [name: string, value: string]> {
    return this.native.headers
  }

  bytes(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    return this.#collected(limit, itself)
  }

  text(limit: number): Promise<string> {
    return this.#collected(limit, decodeUtf8)
  }

  stream(): AsyncIterable<Uint8Array<ArrayBuffer>> | undefined {
    this.#use()
    const body = this.native.body as ReadableStream<Uint8Array<ArrayBuffer>> | null
    return body ? paced(fromClient(body), this.surroundings.limits) : undefined
  }

  #collected<T>(limit: number, as: (bytes: Uint8Array<ArrayBuffer>) => T): Promise<T> {
    const { limits } = this.surroundings
    const most = Math.min(limit, limits.body)
    try {
      const length = declaredLength(this.header("content-length"))
      if (length !== undefined && length > most) throw bodyTooLarge(most)
      // A body that may take no longer than the time-out itself needs no look at its progress.
      if (length !== undefined && length <= (limits.bodyTimeout / 1000) * limits.bodyRate)
        return this.#whole(length, as)
      const pieces = this.stream()
      return pieces ? collectBytes(pieces, most).then(as) : Promise.resolve(as(new Uint8Array(0)))
    } catch (error) {
      return Promise.reject(error as Error)
    }
  }

  #whole<T>(length: number, as: (bytes: Uint8Array<ArrayBuffer>) => T): Promise<T> {
    this.#use()
    if (length === 0) return Promise.resolve(as(new Uint8Array(0)))
    const { limits, watch } = this.surroundings
    const body = this.native.bytes() as Promise<Uint8Array<ArrayBuffer>>
    return withinWatch(body, { watch, milliseconds: allowance(limits, 0), as, failure: clientLeft })
  }

  #use(): void {
    if (this.#used) throw new TypeError("The body of this request has already been read.")
    this.#used = true
  }
}

const itself = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => bytes

/** The body, with one error for every way in which a client can leave. */
async function* fromClient(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    for await (const piece of body) yield piece
  } catch {
    throw clientLeft()
  }
}
