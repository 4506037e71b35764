import type { Transform } from "node:stream"
import { nodeStream, nodeZlib } from "../../runtime/modules.ts"
import type { Coding } from "./negotiation.ts"

type Piece = Uint8Array<ArrayBuffer>

interface Codec {
  readonly whole: (body: string | Uint8Array) => Uint8Array
  /** @param flush whether every piece has to leave at once, as those of a stream that is made slowly */
  readonly compress: (flush: boolean) => Transform
  readonly decompress: () => Transform
}

// Levels for answers that are made once and sent once: most of the gain for little of the time.
const brotli = () => ({ [nodeZlib().constants.BROTLI_PARAM_QUALITY]: 4 })
const zstd = () => ({ [nodeZlib().constants.ZSTD_c_compressionLevel]: 3 })

export const codecs: Readonly<Record<Coding, Codec>> = {
  gzip: {
    whole: (body) => nodeZlib().gzipSync(body, { level: 6 }),
    compress: (flush) =>
      nodeZlib().createGzip({
        level: 6,
        flush: flush ? nodeZlib().constants.Z_SYNC_FLUSH : nodeZlib().constants.Z_NO_FLUSH,
      }),
    decompress: () => nodeZlib().createGunzip(),
  },
  br: {
    whole: (body) => nodeZlib().brotliCompressSync(body, { params: brotli() }),
    compress: (flush) =>
      nodeZlib().createBrotliCompress({
        params: brotli(),
        flush: flush ? nodeZlib().constants.BROTLI_OPERATION_FLUSH : nodeZlib().constants.BROTLI_OPERATION_PROCESS,
      }),
    decompress: () => nodeZlib().createBrotliDecompress(),
  },
  zstd: {
    whole: (body) => nodeZlib().zstdCompressSync(body, { params: zstd() }),
    compress: (flush) =>
      nodeZlib().createZstdCompress({
        params: zstd(),
        flush: flush ? nodeZlib().constants.ZSTD_e_flush : nodeZlib().constants.ZSTD_e_continue,
      }),
    decompress: () => nodeZlib().createZstdDecompress(),
  },
}

/**
 * Pieces through a transform, pulled only as fast as they are read. Who stops reading closes the source.
 * @throws what the source throws, and the transform for what it cannot read
 */
export async function* through(
  pieces: AsyncIterable<Uint8Array | string>,
  transform: Transform,
): AsyncGenerator<Piece> {
  const source = nodeStream().Readable.from(pieces, { objectMode: true, highWaterMark: 1 })
  nodeStream().pipeline(source, transform, () => undefined)
  try {
    for await (const piece of transform) yield piece as Piece
  } finally {
    source.destroy()
    transform.destroy()
  }
}
