import type { IncomingMessage } from "node:http"
import { bodyTooLarge } from "../../http/body-bytes.ts"
import { clientLeft } from "../failure.ts"
import { allowance, tooSlow } from "../pace.ts"
import type { Limits } from "../settings.ts"
import type { Watch, Watched } from "../watch.ts"

/** What all bodies of one server share. */
export interface BodySurroundings {
  readonly limits: Limits
  readonly watch: Watch
}

/** Whether a request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers["content-length"]
  return (length !== undefined && length !== "0") || headers["transfer-encoding"] !== undefined
}

/**
 * The body, if all of it is there; undefined while more is to come. Node's parser hands over what a packet holds
 * before promises go on, so a body that came together with its head is there behind one `await`, and needs neither
 * listeners nor a time-out.
 *
 * @param length of the Content-Length header; without one the body is collected
 */
export function arrived(incoming: IncomingMessage, length: number | undefined): Buffer<ArrayBuffer> | undefined {
  if (length === undefined || incoming.readableLength !== length || incoming.destroyed) return undefined
  return (incoming.read() as Buffer<ArrayBuffer> | null) ?? undefined
}

/**
 * A body that takes more than one packet.
 *
 * @param most bytes
 * @throws HttpError `content-too-large` (413), `request-timeout` (408)
 */
export function collect(
  incoming: IncomingMessage,
  most: number,
  { limits, watch }: BodySurroundings,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    const waiting: Watched = { look: (waited) => waited > allowance(limits, size) && stop(tooSlow()) }
    function stop(error: Error): void {
      settle()
      incoming.pause()
      reject(error)
    }
    function take(chunk: Buffer): void {
      size += chunk.byteLength
      if (size > most) stop(bodyTooLarge(most))
      else chunks.push(chunk)
    }
    function end(): void {
      settle()
      resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size)) as Uint8Array<ArrayBuffer>)
    }
    const left = () => stop(clientLeft())
    function settle(): void {
      watch.delete(waiting)
      incoming.off("data", take).off("end", end).off("error", left).off("close", left)
    }
    if (incoming.destroyed) return left()
    watch.add(waiting)
    incoming.on("data", take).on("end", end).on("error", left).on("close", left)
  })
}

/** The body piece by piece, read only as it is wanted. Leaving it does not close the connection. */
export async function* pieces(incoming: IncomingMessage): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for (;;) {
    const piece = incoming.read() as Buffer<ArrayBuffer> | null
    if (piece !== null) yield piece
    else if (incoming.readableEnded) return
    else if (incoming.destroyed) throw clientLeft()
    else await moved(incoming)
  }
}

const moves = ["readable", "end", "error", "close"] as const

/** Resolves when there is something to read, or nothing more. */
function moved(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      for (const event of moves) incoming.off(event, settle)
      resolve()
    }
    for (const event of moves) incoming.on(event, settle)
  })
}

/** How long we listen to a client whose body nobody wants, so that it can read its answer; in milliseconds. */
const linger = 2000

/** Takes and drops what the client still sends, for a while. A connection that is closed with bytes unread loses the answer. */
export function discard(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(settle, linger)
    incoming.removeAllListeners("readable")
    incoming.once("end", settle).once("close", settle).resume()
  })
}

/** Cuts a connection whose unread rest of a body does not come. */
export function expectRest(incoming: IncomingMessage, limits: Limits): void {
  const timer = setTimeout(() => incoming.complete || incoming.socket.destroy(), limits.bodyTimeout)
  timer.unref()
  incoming.once("close", () => clearTimeout(timer))
}
