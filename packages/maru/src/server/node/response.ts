import { readFilePart } from "../../http/files/file-part.ts"
import type { HeaderList } from "../../http/header-list.ts"
import type { HttpResponse } from "../../http/message.ts"
import { isNullBodyStatus } from "../../http/status.ts"
import { leave, lengthOf } from "../body.ts"
import { discard, expectRest } from "./body.ts"
import type { NodeRequest } from "./request.ts"
import { type Sink, sendPieces } from "./stream.ts"

/** A rest of this many bytes is taken in, so that the connection can go on; of more, the connection is closed. */
const smallRest = 64 * 1024

/**
 * Writes an answer: head and body in one go where the body is there.
 *
 * @param closing say `Connection: close` and close
 * @throws what a file or a stream throws before anything has been sent
 */
export function send(response: HttpResponse, request: NodeRequest, closing: boolean): void | Promise<void> {
  const { outgoing } = request
  const { status, body } = response
  if (outgoing.destroyed) return leave(body)
  const wholly = body === null || typeof body === "string" || body instanceof Uint8Array
  const bodiless = request.method === "HEAD" || isNullBodyStatus(status)
  const head = headOf(response, bodiless)
  const lingering = request.isBodyLeft && !canGoOn(request)
  if (closing || lingering) close(head)
  if (wholly || bodiless) {
    if (!wholly) leave(body)
    outgoing.writeHead(status, head)
    return sendWhole(bodiless || !wholly ? null : body, request, lingering)
  }
  const stream = "file" in body ? readFilePart(body) : body
  const sink: Sink = { outgoing, status, head, length: lengthOf(body) ?? declared(head), limits: request.limits }
  return sendPieces(stream[Symbol.asyncIterator](), sink, "file" in body).then(() => finish(request, lingering))
}

function sendWhole(body: string | Uint8Array | null, request: NodeRequest, lingering: boolean): void {
  const { outgoing } = request
  if (!lingering) {
    outgoing.end(body)
    if (request.isBodyLeft) expectRest(request.incoming, request.limits)
  } else {
    if (body !== null && body.length > 0) outgoing.write(body)
    else outgoing.flushHeaders()
    finish(request, true)
  }
  // A client that takes nothing of its answer is cut off; Node sets the time for the next request afterwards.
  if (outgoing.socket && outgoing.socket.writableLength > 0) outgoing.socket.setTimeout(request.limits.writeTimeout)
}

function finish({ incoming, outgoing }: NodeRequest, lingering: boolean): void {
  if (!lingering) outgoing.end()
  else void discard(incoming).then(() => outgoing.end())
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
function headOf({ status, headers, body }: HttpResponse, bodiless: boolean): string[] {
  const length = body === null && bodiless ? undefined : body === null ? 0 : lengthOf(body)
  const head = withoutFraming(headers, length !== undefined)
  if (length !== undefined && !isNullBodyStatus(status)) head.push("content-length", `${length}`)
  return head
}

function withoutFraming({ flat }: HeaderList, hasLength: boolean): string[] {
  const head: string[] = []
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i]!
    if (name === "transfer-encoding" || (hasLength && name === "content-length")) continue
    head.push(name, flat[i + 1]!)
  }
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
