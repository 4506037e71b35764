import { readFilePart } from "./file-part.ts"
import { type ByteRange, contentRange } from "./range.ts"

/** A multipart/byteranges body (RFC 9110, section 14.6). */
export interface ByteRangesBody {
  readonly contentType: string
  /** Bytes of the whole body. */
  readonly length: number
  readonly body: AsyncIterable<Uint8Array | string>
}

/**
 * Several ranges of one file as one body.
 * @param contentType of the file, repeated in each part
 * @param size bytes of the file
 */
export function byteRangesBody(
  file: string,
  ranges: readonly ByteRange[],
  contentType: string,
  size: number,
): ByteRangesBody {
  const boundary = crypto.randomUUID()
  const parts = ranges.map((range) => ({
    range,
    head: `--${boundary}\r\nContent-Type: ${contentType}\r\nContent-Range: ${contentRange(range, size)}\r\n\r\n`,
  }))
  const last = `--${boundary}--\r\n`
  const length = parts.reduce((sum, { range, head }) => sum + head.length + range.end - range.start + 2, last.length)
  return { contentType: `multipart/byteranges; boundary=${boundary}`, length, body: writeParts(file, parts, last) }
}

async function* writeParts(
  file: string,
  parts: readonly { readonly range: ByteRange; readonly head: string }[],
  last: string,
): AsyncGenerator<Uint8Array | string, void, undefined> {
  for (const { range, head } of parts) {
    yield head
    yield* readFilePart({ file, ...range })
    yield "\r\n"
  }
  yield last
}
