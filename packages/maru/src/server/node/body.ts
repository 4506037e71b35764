import type { IncomingMessage } from "node:http"
import { bodyTooLarge, declaredLength } from "../../http/body-bytes.ts"
import { clientLeft } from "../failure.ts"
import { allowance, tooSlow } from "../pace.ts"
import type { Limits } from "../settings.ts"

/** Whether a request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers["content-length"]
  return (length !== undefined && length !== "0") || headers["transfer-encoding"] !== undefined
}

/**
 * The whole body.
 *
 * @param most bytes
 * @param ask called once it is clear that the body is wanted
 * @throws HttpError `content-too-large` (413) before anything is read if the length is declared; `request-timeout` (408)
 */
export function collect(
  incoming: IncomingMessage,
  most: number,
  limits: Limits,
  ask: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  if ((declaredLength(incoming.headers["content-length"]) ?? 0) > most) return Promise.reject(bodyTooLarge(most))
  ask()
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const began = performance.now()
    let size = 0
    let timer = setTimeout(look, limits.bodyTimeout)
    function look(): void {
      const left = allowance(limits, size) - (performance.now() - began)
      if (left <= 0) stop(tooSlow())
      else timer = setTimeout(look, left)
    }
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
      clearTimeout(timer)
      incoming.off("data", take).off("end", end).off("error", left).off("close", left)
    }
    if (incoming.destroyed) return left()
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
