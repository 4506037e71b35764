import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { after } from "../http/after.ts"
import { isStream, leave, lengthOf } from "../http/body.ts"
import { readFilePart } from "../http/files/file-part.ts"
import type { HttpBody, HttpRequest, HttpResponse } from "../http/message.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { RequestWrapper } from "../http/request-wrapper.ts"
import { addVary } from "../http/vary.ts"
import { codecs, through } from "./compression/codings.ts"
import { codedTag, namesCoded, plainTags } from "./compression/etags.ts"
import { type Coding, negotiate } from "./compression/negotiation.ts"

/** What `compression` can be told. */
export interface CompressionOptions {
  /** Codings in the order in which they are preferred. Default zstd, br, gzip. */
  readonly codings?: readonly Coding[]
  /** Bytes from which on it pays. Default 1024. */
  readonly minSize?: number
  /** Media types that are compressed. Default text, JSON, XML, JavaScript, SVG, WebAssembly and fonts that are not yet. */
  readonly types?: RegExp
}

const compressible =
  /^(?:text\/(?!event-stream)|(?:[^;]*\+(?:json|xml|text))|application\/(?:json|javascript|xml|x-ndjson|jsonl|wasm|manifest\+json)|font\/(?:ttf|otf)|image\/(?:bmp|x-icon))/i

/**
 * Compresses answers with what the client prefers (Accept-Encoding with its weights). Streams are compressed piece by
 * piece, each of which leaves at once. Left as they are: small answers, parts of files (206), server-sent events, what is
 * compressed already, and what says `Cache-Control: no-transform`.
 *
 * An answer that holds a secret beside something that its reader's enemy can choose, such as a form token and a search
 * word, tells of the secret by its length (BREACH). Give such endpoints `no-transform`, or this to the other routers.
 *
 * @throws StartError `option-invalid`
 * @example
 * new App(info, [compression(), router("/posts", posts)])
 */
export function compression(options: CompressionOptions = {}): Middleware {
  const source = callerSource(compression as never)
  const { codings = ["zstd", "br", "gzip"], minSize = 1024, types = compressible } = options
  if (codings.length === 0 || codings.some((coding) => !Object.hasOwn(codecs, coding)))
    throw new StartError("option-invalid", "compression: codings are of zstd, br and gzip.", [source])
  return layer(
    "compression",
    (request, next) => {
      const coding = negotiate(request.header("accept-encoding"), codings)
      const inner = hasCodedTag(request) ? new PlainTagsRequest(request) : request
      return after(next(inner), (answer) => {
        if (answer.status === 304) return unchanged(request, answer, coding)
        if (!isWorth(answer, minSize, types)) return answer
        addVary(answer.headers, "accept-encoding")
        return coding ? compressed(answer, coding, request.method === "HEAD") : answer
      })
    },
    { note: `${codings.join(", ")} from ${minSize} bytes` },
    source,
  )
}

const bodiless: ReadonlySet<number> = new Set([204, 205, 206, 304])

function isWorth({ status, headers, body }: HttpResponse, minSize: number, types: RegExp): boolean {
  if (body === null || bodiless.has(status) || headers.has("content-encoding") || headers.has("content-range"))
    return false
  if (/(?:^|[\s,])no-transform(?:$|[\s,])/i.test(headers.get("cache-control") ?? "")) return false
  const type = headers.get("content-type")
  if (type === undefined || !types.test(type) || /^text\/event-stream/i.test(type)) return false
  return isStream(body) || lengthOf(body)! >= minSize
}

/** Above this many bytes a body is compressed beside the event loop. */
const atOnce = 32 * 1024

/** @param unread nobody reads the body: it is compressed only where GET would know its length */
function compressed(answer: HttpResponse, coding: Coding, unread: boolean): HttpResponse {
  const { headers } = answer
  headers.set("content-encoding", coding)
  headers.delete("content-length")
  headers.delete("accept-ranges")
  const etag = headers.get("etag")
  if (etag !== undefined) headers.set("etag", codedTag(etag, coding))
  answer.body = unread ? measuredBody(answer.body!, coding) : compressedBody(answer.body!, coding)
  return answer
}

function compressedBody(body: HttpBody & {}, coding: Coding): HttpBody {
  const { whole, compress } = codecs[coding]
  if (isStream(body)) return through(body, compress(true))
  if (typeof body !== "string" && "file" in body) return through(readFilePart(body), compress(false))
  return isAtOnce(body) ? whole(body) : through(pieces(body), compress(false))
}

function measuredBody(body: HttpBody & {}, coding: Coding): HttpBody {
  if (isAtOnce(body)) return compressedBody(body, coding)
  leave(body)
  return null
}

function isAtOnce(body: HttpBody & {}): boolean {
  return (typeof body === "string" || body instanceof Uint8Array) && lengthOf(body)! <= atOnce
}

async function* pieces(body: string | Uint8Array): AsyncGenerator<Uint8Array> {
  const bytes = typeof body === "string" ? Buffer.from(body) : body
  for (let at = 0; at < bytes.byteLength; at += atOnce) yield bytes.subarray(at, at + atOnce)
}

const conditions: ReadonlySet<string> = new Set(["if-none-match", "if-match"])

function hasCodedTag(request: HttpRequest): boolean {
  return request.header("if-none-match") !== undefined || request.header("if-match") !== undefined
}

/** What the client has is still good: under the tag by which it has it. */
function unchanged(request: HttpRequest, answer: HttpResponse, coding: Coding | undefined): HttpResponse {
  const etag = answer.headers.get("etag")
  if (etag === undefined) return answer
  addVary(answer.headers, "accept-encoding")
  if (coding && namesCoded(request.header("if-none-match") ?? "", etag, coding))
    answer.headers.set("etag", codedTag(etag, coding))
  return answer
}

/** Conditions without the codings that this layer has put into their tags. */
class PlainTagsRequest extends RequestWrapper {
  override header(name: string): string | undefined {
    const value = super.header(name)
    return value !== undefined && conditions.has(name) ? plainTags(value) : value
  }
}
