import type { IncomingMessage, ServerResponse } from "node:http"
import { bodyTooLarge, declaredLength } from "../../http/body-bytes.ts"
import type { HttpRequest } from "../../http/message.ts"
import { decodeUtf8 } from "../../http/utf8.ts"
import { paced } from "../pace.ts"
import type { Limits } from "../settings.ts"
import { type BodySurroundings, arrived, collect, hasBody, pieces } from "./body.ts"

/** The application's view of Node's IncomingMessage. No web Request is built. */
export class NodeRequest implements HttpRequest {
  readonly method: string
  readonly path: string
  readonly search: string
  readonly host: string
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly surroundings: BodySurroundings
  readonly hasBody: boolean
  /** The client waits for `100 Continue` before it sends its body (RFC 9110, section 10.1.1). */
  readonly #awaitsContinue: boolean
  #used = false
  /** The whole body has been handed over, which Node notices a moment later. */
  #isTaken = false
  #signal: AbortSignal | undefined

  /**
   * @param target checked, in origin form: path and query
   * @param host checked
   */
  constructor(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    target: string,
    host: string,
    surroundings: BodySurroundings,
    awaitsContinue: boolean,
  ) {
    const question = target.indexOf("?")
    this.method = incoming.method!
    this.path = question === -1 ? target : target.slice(0, question)
    this.search = question === -1 ? "" : target.slice(question + 1)
    this.host = host
    this.incoming = incoming
    this.outgoing = outgoing
    this.surroundings = surroundings
    this.#awaitsContinue = awaitsContinue
    this.hasBody = hasBody(incoming)
  }

  get limits(): Limits {
    return this.surroundings.limits
  }

  get scheme(): "http" {
    return "http"
  }

  get remoteAddress(): string | undefined {
    return this.incoming.socket.remoteAddress
  }

  get signal(): AbortSignal {
    return (this.#signal ??= signalOf(this.outgoing))
  }

  /** Whether part of the body is still to come, so that the connection cannot simply go on. */
  get isBodyLeft(): boolean {
    return this.hasBody && !this.#isTaken && !this.incoming.complete
  }

  /** Whether the client may still wait to be asked for its body. */
  get isBodyUnasked(): boolean {
    return this.#awaitsContinue && !this.#used
  }

  header(name: string): string | undefined {
    return textOf(this.incoming.headers[name])
  }

  *headers(): Iterable<readonly [name: string, value: string]> {
    for (const name in this.incoming.headers) yield [name, textOf(this.incoming.headers[name])!]
  }

  async bytes(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    this.#use()
    if (!this.hasBody) return new Uint8Array(0)
    const most = Math.min(limit, this.limits.body)
    const length = declaredLength(this.incoming.headers["content-length"])
    if ((length ?? 0) > most) throw bodyTooLarge(most)
    this.#ask()
    await undefined
    const bytes = arrived(this.incoming, length)
    if (!bytes) return await collect(this.incoming, most, this.surroundings)
    this.#isTaken = true
    return bytes
  }

  async text(limit: number): Promise<string> {
    return decodeUtf8(await this.bytes(limit))
  }

  stream(): AsyncIterable<Uint8Array<ArrayBuffer>> | undefined {
    this.#use()
    if (!this.hasBody) return undefined
    this.#ask()
    return paced(pieces(this.incoming), this.limits)
  }

  #use(): void {
    if (this.#used) throw new TypeError("The body of this request has already been read.")
    this.#used = true
  }

  #ask(): void {
    if (this.#awaitsContinue && !this.outgoing.headersSent) this.outgoing.writeContinue()
  }
}

/** Only `set-cookie` is a list, and requests have no business with it. Inherited names are no headers. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value
  return Array.isArray(value) ? value.join(", ") : undefined
}

/** Aborted when the connection ends before the answer has been sent. */
function signalOf(outgoing: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const abort = () => {
    if (!outgoing.writableFinished) controller.abort(new DOMException("The client left.", "AbortError"))
  }
  if (outgoing.destroyed) abort()
  else outgoing.once("close", abort)
  return controller.signal
}
