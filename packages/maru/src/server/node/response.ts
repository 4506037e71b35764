import { readFilePart } from "../../http/files/file-part.ts"
import type { HeaderDefaults } from "../../http/header-defaults.ts"
import type { HttpResponse } from "../../http/message.ts"
import { isNullBodyStatus } from "../../http/status.ts"
import { leave, lengthOf } from "../../http/body.ts"
import { discard, expectRest } from "./body.ts"
import type { NodeRequest } from "./request.ts"
import { type Sink, sendPieces } from "./stream.ts"

/** A rest of this many bytes is taken in, so that the connection can go on; of more, the connection is closed. */
const smallRest = 64 * 1024

/** What every answer of a server has in common. */
export interface Sending {
  /** Say `Connection: close` and close. */
  readonly closing: boolean
  readonly defaults: HeaderDefaults
}

/**
 * Writes an answer: head and body in one go where the body is there.
 *
 * @returns a promise for a file or a stream; it rejects with what the source throws
 */
export function send(response: HttpResponse, request: NodeRequest, sending: Sending): void | Promise<void> {
  const { status, body } = response
  if (request.outgoing.destroyed) return leave(body)
  const bodiless = request.method === "HEAD" || isNullBodyStatus(status)
  const length = body === null && !bodiless ? 0 : lengthOf(body)
  const flat = sending.defaults.behind(response.headers)
  const head = headOf(flat, isNullBodyStatus(status) ? undefined : length)
  const lingering = request.isBodyLeft && !canGoOn(request)
  if (sending.closing || lingering) close(head)
  if (bodiless || body === null || typeof body === "string" || body instanceof Uint8Array) {
    request.outgoing.writeHead(status, head)
    if (bodiless) leave(body)
    return sendWhole(bodiless ? null : encode(body as string | Uint8Array | null, length), request, lingering)
  }
  const file = "file" in body
  const sink: Sink = { request, status, head, length: length ?? declared(head) }
  const pieces = (file ? readFilePart(body) : body)[Symbol.asyncIterator]()
  return sendPieces(pieces, sink, file).then(() => finish(request, lingering))
}

/**
 * Node writes head and text as one string in one encoding, so that text beyond ASCII would spoil a header
 * value beyond ASCII. Such text leaves as bytes, all other as Latin-1, which is ASCII here and cheapest.
 */
function encode(body: string | Uint8Array | null, length: number | undefined): string | Uint8Array | null {
  return typeof body === "string" && body.length !== length ? Buffer.from(body) : body
}

function sendWhole(body: string | Uint8Array | null, request: NodeRequest, lingering: boolean): void {
  const { outgoing } = request
  if (!lingering) {
    outgoing.end(body, "latin1")
    if (request.isBodyLeft) expectRest(request.incoming, request.limits)
  } else {
    if (body !== null && body.length > 0) outgoing.write(body, "latin1")
    else outgoing.flushHeaders()
    finish(request, true)
  }
  // A client that takes nothing of its answer is cut off; Node sets the time for the next request afterwards.
  if (outgoing.socket && outgoing.socket.writableLength > 0) outgoing.socket.setTimeout(request.limits.writeTimeout)
}

function finish({ incoming, outgoing }: NodeRequest, lingering: boolean): void {
  if (lingering) void discard(incoming).then(() => outgoing.end())
  else if (!outgoing.destroyed) outgoing.end()
}

/** Whether the unread rest of a body is short and known, and will be sent. */
function canGoOn({ incoming, isBodyUnasked }: NodeRequest): boolean {
  const length = incoming.headers["content-length"]
  return length !== undefined && Number(length) <= smallRest && !isBodyUnasked
}

/**
 * Headers for `writeHead`. The length of a body that is there is ours to say: a wrong one would end this
 * answer inside the next.
 */
function headOf(flat: readonly string[], length: number | undefined): string[] {
  const head: string[] = []
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i]!
    if (name === "transfer-encoding" || (length !== undefined && name === "content-length")) continue
    head.push(name, flat[i + 1]!)
  }
  if (length !== undefined) head.push("content-length", `${length}`)
  return head
}

function declared(head: readonly string[]): number | undefined {
  const at = head.indexOf("content-length")
  return at === -1 ? undefined : Number(head[at + 1])
}

function close(head: string[]): void {
  const at = head.indexOf("connection")
  if (at === -1) head.push("connection", "close")
  else head[at + 1] = "close"
}
