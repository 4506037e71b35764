import type { NodeRequest } from "./request.ts"

/** Where pieces go. */
export interface Sink {
  readonly request: NodeRequest
  readonly status: number
  readonly head: string[]
  /** Bytes that the pieces have together, if that was promised. */
  readonly length: number | undefined
}

/**
 * Sends pieces as fast as the client takes them. When the client leaves, the iterator is returned at once.
 *
 * @param firstBeforeHead wait for the first piece before the head, so that a missing file can still be a 500
 * @throws what the iterator throws; after the head has been sent, the caller has to cut the connection
 */
export async function sendPieces(
  pieces: AsyncIterator<Uint8Array | string>,
  sink: Sink,
  firstBeforeHead: boolean,
): Promise<void> {
  const { length, request } = sink
  const { outgoing } = request
  let ended = false
  const leave = () => {
    if (!ended) void Promise.resolve(pieces.return?.()).catch(ignore)
    ended = true
  }
  const begin = () => {
    outgoing.writeHead(sink.status, sink.head)
    outgoing.flushHeaders()
  }
  outgoing.on("error", ignore).once("close", leave)
  try {
    if (!firstBeforeHead) begin()
    let sent = 0
    for (let first = firstBeforeHead; ; first = false) {
      // A source that throws has ended by itself; it has not when something else throws.
      let piece: IteratorResult<Uint8Array | string>
      try {
        piece = await pieces.next()
      } catch (error) {
        ended = true
        throw error
      }
      ended ||= piece.done === true
      if (first) begin()
      if (piece.done || outgoing.destroyed) break
      if (length !== undefined) {
        sent += Buffer.byteLength(piece.value)
        if (sent > length) break
      }
      // An empty piece would end a chunked body.
      if (piece.value.length > 0 && !outgoing.write(piece.value)) await taken(sink)
    }
    if (!outgoing.destroyed && sent !== (length ?? sent)) throw new RangeError(wrongLength(sink))
  } finally {
    outgoing.off("close", leave)
    leave()
  }
}

/** Resolves when the client has taken what was written, or has left. One that takes nothing is cut off. */
function taken({ request: { outgoing, limits } }: Sink): Promise<void> {
  if (outgoing.destroyed) return Promise.resolve()
  const { socket } = outgoing
  socket?.setTimeout(limits.writeTimeout)
  return new Promise((resolve) => {
    const settle = () => {
      outgoing.off("drain", settle).off("close", settle)
      socket?.setTimeout(0)
      resolve()
    }
    outgoing.on("drain", settle).on("close", settle)
  })
}

function wrongLength({ length }: Sink): string {
  return `The body does not have the ${length} bytes that its Content-Length promised`
}

function ignore(): void {}
