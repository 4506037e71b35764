import { Readable, type Transform, pipeline } from "node:stream"
import {
  brotliCompressSync,
  constants,
  createBrotliCompress,
  createBrotliDecompress,
  createGunzip,
  createGzip,
  createZstdCompress,
  createZstdDecompress,
  gzipSync,
  zstdCompressSync,
} from "node:zlib"
import type { Coding } from "./negotiation.ts"

type Piece = Uint8Array<ArrayBuffer>

interface Codec {
  readonly whole: (body: string | Uint8Array) => Uint8Array
  /** @param flush whether every piece has to leave at once, as those of a stream that is made slowly */
  readonly compress: (flush: boolean) => Transform
  readonly decompress: () => Transform
}

// Levels for answers that are made once and sent once: most of the gain for little of the time.
const brotli = { [constants.BROTLI_PARAM_QUALITY]: 4 }
const zstd = { [constants.ZSTD_c_compressionLevel]: 3 }

export const codecs: Readonly<Record<Coding, Codec>> = {
  gzip: {
    whole: (body) => gzipSync(body, { level: 6 }),
    compress: (flush) => createGzip({ level: 6, flush: flush ? constants.Z_SYNC_FLUSH : constants.Z_NO_FLUSH }),
    decompress: () => createGunzip(),
  },
  br: {
    whole: (body) => brotliCompressSync(body, { params: brotli }),
    compress: (flush) =>
      createBrotliCompress({
        params: brotli,
        flush: flush ? constants.BROTLI_OPERATION_FLUSH : constants.BROTLI_OPERATION_PROCESS,
      }),
    decompress: () => createBrotliDecompress(),
  },
  zstd: {
    whole: (body) => zstdCompressSync(body, { params: zstd }),
    compress: (flush) =>
      createZstdCompress({ params: zstd, flush: flush ? constants.ZSTD_e_flush : constants.ZSTD_e_continue }),
    decompress: () => createZstdDecompress(),
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
  const source = Readable.from(pieces, { objectMode: true, highWaterMark: 1 })
  pipeline(source, transform, () => undefined)
  try {
    for await (const piece of transform) yield piece as Piece
  } finally {
    source.destroy()
    transform.destroy()
  }
}
