import type { BunRequest } from "./request.ts"

// How long a request may keep its connection. Bun's timer counts from the beginning of a request to the
// end of its answer, whatever is sent or received in between, and keeps its value until the next request.
// So it is stopped where we wait for the application, and started where we wait for the client.

/** The longest time that Bun's timer can be set to, in seconds. */
const longest = 255

/** Time between two looks at a long answer, in milliseconds. */
const lookEvery = 100_000

/** Bytes that even a slow client takes within `longest`, at 4 KiB a second, so that nobody has to look. */
const patienceSize = 1024 * 1024

/** Whole seconds for Bun's timer. */
export function seconds(milliseconds: number): number {
  return Math.min(longest, Math.ceil(milliseconds / 1000))
}

/** The application is at work: no limit of the connection's own. */
export function waitForApplication({ native, surroundings }: BunRequest): void {
  surroundings.server.timeout(native, 0)
}

/** The answer is there: what is left is to send it, and to wait for the next request. */
export function waitForNextRequest({ native, surroundings }: BunRequest): void {
  surroundings.server.timeout(native, seconds(surroundings.limits.keepAliveTimeout))
}

/**
 * An answer that takes long to send. Bun says nothing of its progress, so the timer is set anew while the
 * request is there, for as long as `bodyRate` allows.
 * @param length bytes
 */
export function waitForDownload({ native, surroundings }: BunRequest, length: number): void {
  const { server, limits } = surroundings
  server.timeout(native, longest)
  if (length <= patienceSize) return
  const end = performance.now() + limits.writeTimeout + (length / limits.bodyRate) * 1000
  const timer = setInterval(() => {
    // Bun forgets the peer of a request whose answer has been sent.
    if (server.requestIP(native) === null) clearInterval(timer)
    else server.timeout(native, performance.now() > end ? 1 : longest)
  }, lookEvery)
  timer.unref()
}

/**
 * The pieces of a stream, each with the time that its client may take. Bun asks for the next piece when the
 * client has taken enough of those before.
 */
export function patientStream(
  source: AsyncIterable<Uint8Array | string>,
  request: BunRequest,
): AsyncIterable<Uint8Array | string> {
  return { [Symbol.asyncIterator]: () => patientPieces(source[Symbol.asyncIterator](), request) }
}

function patientPieces(
  pieces: AsyncIterator<Uint8Array | string>,
  request: BunRequest,
): AsyncIterator<Uint8Array | string> {
  const { native, surroundings } = request
  let ended = false
  const end = () => {
    ended = true
    waitForNextRequest(request)
    return { done: true, value: undefined } as const
  }
  const next = async (): Promise<IteratorResult<Uint8Array | string>> => {
    waitForApplication(request)
    try {
      let piece = await pieces.next()
      while (!piece.done && piece.value.length === 0) piece = await pieces.next()
      if (piece.done) return end()
      surroundings.server.timeout(native, seconds(surroundings.limits.writeTimeout))
      return piece
    } catch (error) {
      if (!ended) surroundings.report(error, request)
      ended = true
      throw error
    }
  }
  // Bun calls `return` behind a normal end too.
  const leave = async () => {
    const early = !ended
    ended = true
    if (early) await pieces.return?.()
    return end()
  }
  return { next, return: leave }
}
