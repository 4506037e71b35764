import { readFilePart } from "../../http/files/file-part.ts"
import type { HeaderDefaults } from "../../http/header-defaults.ts"
import type { FileBody, HttpBody, HttpResponse } from "../../http/message.ts"
import { isNullBodyStatus } from "../../http/status.ts"
import { leave, lengthOf } from "../../http/body.ts"
import { patientStream, waitForDownload } from "./patience.ts"
import type { BunRequest } from "./request.ts"

// Bun gives a string without a Content-Type "text/plain;charset=utf-8" and bytes "application/octet-stream".

type BunBody = ConstructorParameters<typeof Response>[0]

/** Constant headers of many answers, converted once. A Headers object is what Bun copies fastest. */
const converted = new WeakMap<readonly string[], Headers>()

/** The kernel takes this many bytes at once, so that a client that reads nothing costs no more. */
const smallBody = 64 * 1024

/** What every answer of a server has in common. */
export interface Sending {
  /** Say `Connection: close`, which Bun obeys. */
  readonly closing: boolean
  readonly defaults: HeaderDefaults
}

/** The Response that Bun sends. */
export function toBunResponse(response: HttpResponse, request: BunRequest, sending: Sending): Response {
  const { status, body } = response
  const flat = sending.defaults.behind(response.headers)
  const headers = sending.closing ? closingHeaders(flat) : toHeaders(flat, response.headers.isShared)
  if (typeof body === "string" && body.length < smallBody && status === 200) {
    return new Response(body, { status, headers })
  }
  if (body === null || request.method === "HEAD" || isNullBodyStatus(status)) {
    return withoutBody(response, headers, request)
  }
  return new Response(toBody(body, status, request), { status, headers })
}

function toHeaders(flat: readonly string[], isShared: boolean): Headers {
  if (!isShared) return newHeaders(flat)
  let headers = converted.get(flat)
  if (!headers) converted.set(flat, (headers = newHeaders(flat)))
  return headers
}

/** @param flat names and values in turn */
export function newHeaders(flat: readonly string[]): Headers {
  const headers = new Headers()
  for (let i = 0; i < flat.length; i += 2) headers.append(flat[i]!, flat[i + 1]!)
  return headers
}

function closingHeaders(flat: readonly string[]): Headers {
  const headers = newHeaders(flat)
  headers.set("connection", "close")
  return headers
}

/**
 * The answer to HEAD keeps the length that its body would have had; Bun sends it as it stands. Where that is not known it
 * is said to come in chunks, because Bun would say that it is 0.
 */
function withoutBody({ status, body }: HttpResponse, headers: Headers, request: BunRequest): Response {
  leave(body)
  if (request.method !== "HEAD" || isNullBodyStatus(status) || headers.has("content-length")) {
    return new Response(null, { status, headers })
  }
  const length = lengthOf(body)
  const own = new Headers(headers)
  if (length === undefined) own.set("transfer-encoding", "chunked")
  else own.set("content-length", `${length}`)
  return new Response(null, { status, headers: own })
}

function toBody(body: HttpBody & {}, status: number, request: BunRequest): BunBody {
  if (typeof body === "string" || body instanceof Uint8Array) {
    if (body.length > smallBody) waitForDownload(request, body.length)
    return body as BunBody
  }
  if (!("file" in body)) return patientStream(body, request) as unknown as BunBody
  const blob = fileBlob(body, status, request)
  if (!blob) return patientStream(readFilePart(body), request) as unknown as BunBody
  waitForDownload(request, body.end - body.start)
  return blob
}

/**
 * Bun obeys a Range header by itself where the status is 200 and the body is a file, although the
 * application has decided against it. So only what Bun sends as it is becomes a file of Bun's.
 */
function fileBlob(part: FileBody, status: number, request: BunRequest): Blob | undefined {
  if (part.start >= part.end) return new Blob([])
  const file = Bun.file(part.file)
  // Found out now, it is a 500; later, Bun would send less than the part, and to HEAD an empty 200.
  if (file.size < part.end) throw new Error(`The file ${part.file} has less than ${part.end} bytes`)
  if (status === 206) return file.slice(part.start, part.end)
  const whole = part.start === 0 && part.end === file.size
  return whole && request.header("range") === undefined ? file : undefined
}
