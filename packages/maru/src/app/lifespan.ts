import { type SourceLine, callerSource } from "../errors/source.ts"

/** Something that has a start and an end of its own, such as a database. */
export interface Startable {
  /** Called once before the first request; its failure keeps the application from starting. */
  start?(): unknown
  /** Called once after the last request. */
  close?(): unknown
}

/** A part of an application that is started before the first request and closed after the last. */
export interface Lifespan {
  readonly kind: "lifespan"
  readonly start: () => Promise<void>
  readonly close: () => Promise<void>
  readonly source: SourceLine | undefined
}

/**
 * Ties a resource to the life of the application. Several are started in the order of the app's list and closed
 * in reverse.
 *
 * @param resource an object with `start` and `close`, or a generator function: up to its `yield` at start, on
 *   from there at the end
 * @example
 * lifespan(async function* () {
 *   const timer = setInterval(sweep, 60_000)
 *   yield
 *   clearInterval(timer)
 * })
 */
export function lifespan(resource: Startable | (() => AsyncGenerator<unknown, unknown, unknown>)): Lifespan {
  const source = callerSource(lifespan as never)
  if (typeof resource === "function") return fromGenerator(resource, source)
  return Object.freeze({
    kind: "lifespan",
    start: async () => void (await resource.start?.()),
    close: async () => void (await resource.close?.()),
    source,
  })
}

function fromGenerator(
  make: () => AsyncGenerator<unknown, unknown, unknown>,
  source: SourceLine | undefined,
): Lifespan {
  let running: AsyncGenerator<unknown, unknown, unknown> | undefined
  return Object.freeze({
    kind: "lifespan",
    start: async () => {
      running = make()
      await running.next()
    },
    close: async () => {
      const ending = running
      running = undefined
      await ending?.next()
    },
    source,
  })
}
