import { nodeFiles } from "../../runtime/modules.ts"
import type { FileBody } from "../message.ts"

const pieceSize = 256 * 1024

/**
 * Bytes of a part of a file, read as they are pulled. The file is closed at the end, on an error and
 * when the consumer leaves.
 * @throws Error when the file ends before the part does: what was announced cannot be sent
 */
export async function* readFilePart(part: FileBody): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  await using handle = await nodeFiles().open(part.file)
  let at = part.start
  while (at < part.end) {
    const piece = new Uint8Array(Math.min(pieceSize, part.end - at))
    const { bytesRead } = await handle.read(piece, 0, piece.byteLength, at)
    if (bytesRead === 0) throw new Error(`The file ${part.file} became shorter while it was sent`)
    at += bytesRead
    yield bytesRead === piece.byteLength ? piece : piece.subarray(0, bytesRead)
  }
}
