import { setTimeout as sleep } from "node:timers/promises"
import type { AppView, Extension } from "../app/parts.ts"
import { callerSource } from "../errors/source.ts"
import type { Arguments, Signature } from "../provider/provider.ts"
import type { AnySchema, Output } from "../schema/types.ts"
import { type Deliver, dispatcher } from "./dispatcher.ts"
import type { Emitted, EventType } from "./event.ts"

/** Milliseconds that handlers have at the end of the application until their signal aborts, and once more until they are left. */
const grace = 5000

/**
 * Does something whenever an event has happened: with providers of its own, outside the request, in a unit of work of its
 * own. What it throws is reported; a durable event is delivered again, to all its handlers.
 *
 * @param signature providers that do not read a request; `signal` aborts when the time is over
 * @throws StartError `input-outside-request` at the start, and others of providers
 * @example
 * on(PostCreated, { db, mail }, ({ db, mail }, { id, payload }) => tellFollowers(db, mail, payload.id))
 */
export function on<S extends AnySchema, const D extends Signature>(
  event: EventType<S>,
  signature: D,
  handler: (args: Arguments<D>, emitted: Emitted<Output<S>>) => unknown,
): Extension {
  const source = callerSource(on as never)
  return Object.freeze({
    kind: "extension",
    parts: (app: AppView) => {
      const kind = event as unknown as EventType
      const subscription = new Subscription(app, kind, signature, handler as Handler<D>)
      return [
        {
          kind: "lifespan" as const,
          late: 1,
          start: () => subscription.start(),
          close: () => subscription.close(),
          source,
        },
      ]
    },
  })
}

type Handler<D extends Signature> = (args: Arguments<D>, emitted: Emitted) => unknown

class Subscription<D extends Signature> {
  readonly #app: AppView
  readonly #event: EventType
  readonly #deliver: Deliver
  readonly #running: Set<Promise<void>> = new Set()
  #closing = new AbortController()
  #end: (() => void) | undefined

  constructor(app: AppView, event: EventType, signature: D, handler: Handler<D>) {
    this.#app = app
    this.#event = event
    const run = app.prepare(signature, `on(${event.name})`)
    this.#deliver = (emitted, signal) =>
      this.#track(run(async (args) => void (await handler(args, emitted)), this.#signal(signal)))
  }

  async start(): Promise<void> {
    this.#closing = new AbortController()
    const find = this.#app.prepare({ dispatcher }, "on")
    await find(({ dispatcher }) => {
      this.#end = dispatcher.subscribe(this.#event, this.#deliver)
    })
  }

  /** What runs may finish. */
  async close(): Promise<void> {
    this.#end?.()
    const settled = Promise.allSettled(this.#running)
    if (this.#running.size === 0 || (await inTime(settled))) return
    this.#closing.abort(new DOMException("The application is closing.", "AbortError"))
    await inTime(settled)
  }

  #signal(given: AbortSignal): AbortSignal {
    return AbortSignal.any([given, this.#closing.signal])
  }

  async #track(running: Promise<void>): Promise<void> {
    this.#running.add(running)
    try {
      await running
    } catch (error) {
      this.#app.report(error)
      throw error
    } finally {
      this.#running.delete(running)
    }
  }
}

async function inTime(settled: Promise<unknown>): Promise<boolean> {
  const waiting = new AbortController()
  const late = sleep(grace, false, { signal: waiting.signal }).catch(() => false)
  const done = await Promise.race([settled.then(() => true), late])
  waiting.abort()
  return done
}
