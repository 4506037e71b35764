import { type HttpError, httpError } from "./http-error.ts"

/** The error of a body beyond its limit: 413, the same words from every adapter. @param limit bytes */
export function bodyTooLarge(limit: number): HttpError {
  return httpError("content-too-large", `The body is larger than ${limit} bytes.`)
}

/**
 * Collects a body, counting while it is read.
 * @param limit bytes
 * @throws HttpError `content-too-large` (413) as soon as the limit is passed; the rest is not read
 */
export async function collectBytes(
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const collected: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for await (const piece of pieces) {
    size += piece.byteLength
    if (size > limit) throw bodyTooLarge(limit)
    collected.push(piece)
  }
  return collected.length === 1 ? collected[0]! : joinBytes(collected, size)
}

/** One array of all pieces. @param size their bytes together */
export function joinBytes(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.byteLength
  }
  return all
}

/**
 * The declared length of a body in bytes, undefined when none is declared.
 * @throws HttpError `bad-request` (400) for a Content-Length that is no number
 */
export function declaredLength(header: string | undefined): number | undefined {
  if (header === undefined) return undefined
  if (!/^\d{1,15}$/.test(header)) throw httpError("bad-request", "The Content-Length header is not a number of bytes.")
  return Number(header)
}
