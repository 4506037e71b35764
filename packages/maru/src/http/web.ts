import { bodyTooLarge, collectBytes, declaredLength } from "./body-bytes.ts"
import { type HeaderDefaults, noDefaults } from "./header-defaults.ts"
import { readFilePart } from "./files/file-part.ts"
import { httpError } from "./http-error.ts"
import type { FileBody, HttpBody, HttpRequest, HttpResponse } from "./message.ts"
import { isNullBodyStatus } from "./status.ts"
import { decodeUtf8, encodeUtf8 } from "./utf8.ts"
import { toWebStream } from "./web-stream.ts"

export interface WebRequestOptions {
  readonly remoteAddress?: string | undefined
  /**
   * The runtime's own parser has checked that the body has exactly the declared Content-Length, so
   * that a body below the limit may be read at once. Only a server adapter knows that.
   */
  readonly trustContentLength?: boolean
}

/**
 * The application's view of the web's Request. The target is taken as `request.url` has it.
 * @throws HttpError `invalid-host` (400) when the URL has no http(s) authority
 */
export function fromWebRequest(request: Request, options: WebRequestOptions = {}): HttpRequest {
  return new WebRequest(request, options)
}

const absoluteUrl = /^(https?):\/\/([^/?#]+)([^?#]*)(?:\?([^#]*))?/

class WebRequest implements HttpRequest {
  readonly method: string
  readonly path: string
  readonly search: string
  readonly scheme: "http" | "https"
  readonly host: string
  readonly remoteAddress: string | undefined
  readonly #request: Request
  readonly #trusted: boolean
  #used = false

  constructor(request: Request, options: WebRequestOptions) {
    const target = absoluteUrl.exec(request.url)
    if (!target) throw httpError("invalid-host", "The request has no valid host.")
    this.#request = request
    this.#trusted = options.trustContentLength ?? false
    this.method = request.method.toUpperCase()
    this.scheme = target[1] as "http" | "https"
    this.host = request.headers.get("host") ?? target[2]!
    this.path = target[3] || "/"
    this.search = target[4] ?? ""
    this.remoteAddress = options.remoteAddress
  }

  get signal(): AbortSignal {
    return this.#request.signal
  }

  header(name: string): string | undefined {
    return this.#request.headers.get(name) ?? undefined
  }

  headers(): Iterable<readonly [name: string, value: string]> {
    return this.#request.headers
  }

  async bytes(limit: number): Promise<Uint8Array<ArrayBuffer>> {
    const declared = declaredLength(this.header("content-length"))
    if (declared !== undefined && declared > limit) throw bodyTooLarge(limit)
    if (this.#trusted && declared !== undefined) {
      this.#use()
      return declared === 0 ? new Uint8Array(0) : (this.#request.bytes() as Promise<Uint8Array<ArrayBuffer>>)
    }
    const body = this.stream()
    return body ? collectBytes(body, limit) : new Uint8Array(0)
  }

  async text(limit: number): Promise<string> {
    return decodeUtf8(await this.bytes(limit))
  }

  stream(): AsyncIterable<Uint8Array<ArrayBuffer>> | undefined {
    this.#use()
    return (this.#request.body as ReadableStream<Uint8Array<ArrayBuffer>> | null) ?? undefined
  }

  #use(): void {
    if (this.#used || this.#request.bodyUsed) throw new TypeError("The body of this request has already been read.")
    this.#used = true
  }
}

/**
 * The web's Response for an answer. The caller has already dropped the body of a HEAD. A file becomes
 * `Bun.file` on Bun and a stream of its bytes elsewhere.
 * @param defaults headers that the answer has unless it says otherwise
 * @throws RangeError for a status that the web's Response cannot have
 */
export function toWebResponse(response: HttpResponse, defaults: HeaderDefaults = noDefaults): Response {
  const { status, headers, body } = response
  const list = new Headers()
  const flat = defaults.behind(headers)
  for (let i = 0; i < flat.length; i += 2) list.append(flat[i]!, flat[i + 1]!)
  return new Response(isNullBodyStatus(status) ? null : toWebBody(body, status, list), { status, headers: list })
}

type WebBody = string | Uint8Array<ArrayBuffer> | Blob | ReadableStream<Uint8Array<ArrayBuffer>> | null

function toWebBody(body: HttpBody, status: number, headers: Headers): WebBody {
  if (body === null) return null
  // A string would be given a Content-Type that the answer does not have.
  if (typeof body === "string") return headers.has("content-type") ? body : encodeUtf8(body)
  if (body instanceof Uint8Array) return body as Uint8Array<ArrayBuffer>
  return "file" in body ? toFileBody(body, status) : toWebStream(body)
}

const bunFile = (globalThis as { Bun?: { file(path: string): Blob } }).Bun?.file

/**
 * Bun's server answers a file blob by itself where the status is 200: a slice becomes a 206, and Range
 * is obeyed although this answer has decided against it. So only what Bun sends as it is becomes a blob.
 */
function toFileBody(part: FileBody, status: number): WebBody {
  if (part.start >= part.end) return new Uint8Array(0)
  const file = bunFile?.(part.file)
  if (file && status === 206) return file.slice(part.start, part.end)
  if (file && part.start === 0 && part.end === file.size) return file
  return toWebStream(readFilePart(part))
}
