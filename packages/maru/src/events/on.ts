import type { AppView, Extension } from "../app/parts.ts"
import { callerSource } from "../errors/source.ts"
import type { Arguments, Signature } from "../provider/provider.ts"
import type { AnySchema, Output } from "../schema/types.ts"
import { type Deliver, dispatcher } from "./dispatcher.ts"
import type { Emitted, EventType } from "./event.ts"
import { endOf } from "./grace.ts"

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
    if (this.#running.size > 0) await endOf(Promise.allSettled(this.#running), this.#closing)
  }

  #signal(given: AbortSignal | undefined): AbortSignal {
    return given === undefined ? this.#closing.signal : AbortSignal.any([given, this.#closing.signal])
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
