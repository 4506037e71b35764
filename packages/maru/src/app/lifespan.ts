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
  /** Started behind the app-scoped providers, the least number first, and closed before they are. For extensions. */
  readonly late?: number | undefined
  /** What is started and closed; undefined for a generator function. */
  readonly resource?: Startable | undefined
  readonly source: SourceLine | undefined
}

type Generate = () => AsyncGenerator<unknown, unknown, unknown> | Generator<unknown, unknown, unknown>

/**
 * Ties a resource to the life of the application. Several are started in the order of the app's list and closed
 * in reverse. One that several applications share, such as those of several test clients, is started by the first
 * and closed with the last.
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
export function lifespan(resource: Startable | Generate): Lifespan {
  const use = useOf(resource)
  return Object.freeze({
    kind: "lifespan",
    start: () => use.start(),
    close: () => use.close(),
    resource: typeof resource === "function" ? undefined : resource,
    source: callerSource(lifespan as never),
  })
}

const uses = new WeakMap<Startable, SharedUse>()

// An object has one state, so that all who name it use the same; a function makes a state of its own for each lifespan.
function useOf(resource: Startable | Generate): SharedUse {
  if (typeof resource === "function") return new SharedUse(fromGenerator(resource))
  const known = uses.get(resource)
  if (known) return known
  const use = new SharedUse(resource)
  uses.set(resource, use)
  return use
}

/** Counts who uses a resource: the first starts it, the last closes it, and each waits for its turn. */
class SharedUse {
  readonly #resource: Startable
  #users = 0
  #last: Promise<unknown> = Promise.resolve()

  constructor(resource: Startable) {
    this.#resource = resource
  }

  start(): Promise<void> {
    return this.#queue(async () => {
      if (this.#users === 0) await this.#resource.start?.()
      this.#users++
    })
  }

  close(): Promise<void> {
    return this.#queue(async () => {
      if (--this.#users === 0) await this.#resource.close?.()
    })
  }

  #queue(turn: () => Promise<void>): Promise<void> {
    const done = this.#last.then(turn)
    this.#last = done.catch(() => undefined)
    return done
  }
}

function fromGenerator(make: Generate): Startable {
  let running: ReturnType<Generate> | undefined
  return {
    async start() {
      const made = make()
      if (typeof made?.next !== "function") {
        throw new TypeError("lifespan(…) takes a generator function, function* or async function*, and got another.")
      }
      await made.next()
      running = made
    },
    async close() {
      const ending = running
      running = undefined
      if ((await ending?.next())?.done !== false) return
      await ending!.return(undefined)
      throw new TypeError("The generator of a lifespan yielded twice; it yields once, between start and end.")
    },
  }
}
