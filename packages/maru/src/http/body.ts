import type { Awaitable, HttpBody, HttpResponse } from "./message.ts"
import { isNullBodyStatus } from "./status.ts"

/** Tells a stream that nobody will read it. */
export function leave(body: HttpBody): void {
  if (isStream(body)) void end(body).catch(() => undefined)
}

async function end(body: AsyncIterable<unknown>): Promise<void> {
  await body[Symbol.asyncIterator]().return?.()
}

/** Bytes of a body that is there at once; undefined for none and for streams. */
export function lengthOf(body: HttpBody): number | undefined {
  if (body === null || isStream(body)) return undefined
  if (typeof body === "string") return Buffer.byteLength(body)
  return body instanceof Uint8Array ? body.byteLength : body.end - body.start
}

/** Whether a body is pulled piece by piece. */
export function isStream(body: HttpBody): body is AsyncIterable<Uint8Array | string> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body
}

/** The answer to HEAD: what GET would answer, with its Content-Length and without its body (RFC 9110, section 9.3.2). */
export function withoutBody(answer: Awaitable<HttpResponse>): Awaitable<HttpResponse> {
  if (answer instanceof Promise) return answer.then(withoutBody)
  const { body, headers, status } = answer
  const length = isNullBodyStatus(status) ? undefined : lengthOf(body)
  if (length !== undefined && !headers.has("content-length")) headers.set("content-length", `${length}`)
  leave(body)
  answer.body = null
  return answer
}
