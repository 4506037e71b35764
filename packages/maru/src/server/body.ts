import type { HttpBody } from "../http/message.ts"

/** Tells a stream that nobody will read it. */
export function leave(body: HttpBody): void {
  if (!isStream(body)) return
  void Promise.resolve(body[Symbol.asyncIterator]().return?.()).catch(() => undefined)
}

/** Bytes of a body that is there at once; undefined for none and for streams. */
export function lengthOf(body: HttpBody): number | undefined {
  if (body === null || isStream(body)) return undefined
  if (typeof body === "string") return Buffer.byteLength(body)
  return body instanceof Uint8Array ? body.byteLength : body.end - body.start
}

function isStream(body: HttpBody): body is AsyncIterable<Uint8Array | string> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body
}
