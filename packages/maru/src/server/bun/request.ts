import { bodyTooLarge, collectBytes, declaredLength } from "../../http/body-bytes.ts"
import type { HttpRequest } from "../../http/message.ts"
import { decodeUtf8 } from "../../http/utf8.ts"
import { type ServerReport, clientLeft } from "../failure.ts"
import { allowance, paced, within } from "../pace.ts"
import type { Limits } from "../settings.ts"

type BunServer = Bun.Server<undefined>

/** What all requests of one server share. */
export interface BunSurroundings {
  readonly server: BunServer
  readonly limits: Limits
  readonly report: ServerReport
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

  async bytes(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    const { limits } = this.surroundings
    const most = Math.min(limit, limits.body)
    const length = declaredLength(this.header("content-length"))
    if (length !== undefined && length > most) throw bodyTooLarge(most)
    // A body that may take no longer than the time-out itself needs no look at its progress.
    if (length !== undefined && length <= (limits.bodyTimeout / 1000) * limits.bodyRate) return this.#whole(length)
    const pieces = this.stream()
    return pieces ? collectBytes(pieces, most) : new Uint8Array(0)
  }

  async text(limit: number): Promise<string> {
    return decodeUtf8(await this.bytes(limit))
  }

  stream(): AsyncIterable<Uint8Array<ArrayBuffer>> | undefined {
    this.#use()
    const body = this.native.body as ReadableStream<Uint8Array<ArrayBuffer>> | null
    return body ? paced(fromClient(body), this.surroundings.limits) : undefined
  }

  #whole(length: number): Promise<Uint8Array<ArrayBuffer>> | Uint8Array<ArrayBuffer> {
    this.#use()
    if (length === 0) return new Uint8Array(0)
    const body = this.native.bytes() as Promise<Uint8Array<ArrayBuffer>>
    return within(
      body.catch(() => {
        throw clientLeft()
      }),
      allowance(this.surroundings.limits, 0),
    )
  }

  #use(): void {
    if (this.#used) throw new TypeError("The body of this request has already been read.")
    this.#used = true
  }
}

/** The body, with one error for every way in which a client can leave. */
async function* fromClient(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  try {
    for await (const piece of body) yield piece
  } catch {
    throw clientLeft()
  }
}
