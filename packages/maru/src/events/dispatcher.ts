import type { DbSession } from "../data/session/session.ts"
import { type Provider, dependency, nodeOf, providerOf } from "../provider/provider.ts"
import type { Emitted, EventType } from "./event.ts"

/** Takes events of one kind. The signal says when a delivery is no longer wanted. */
export type Deliver = (emitted: Emitted, signal: AbortSignal | undefined) => Promise<void>

/** Where durable events are kept until they are delivered. */
export interface Keeper {
  /** Becomes part of the unit of work. @param key events of one key stay in their order */
  keep(db: DbSession, emitted: Emitted, key: string | undefined): void
  /** Something that was kept is committed. */
  wake(): void
}

/** Who wants which events of one running application. */
export class Dispatcher {
  readonly #subscribers: Map<EventType, Set<Deliver>> = new Map()
  /** Set while the application has an outbox that runs. */
  keeper: Keeper | undefined

  /** @returns ends the subscription */
  subscribe(event: EventType, deliver: Deliver): () => void {
    const known = this.#subscribers.get(event) ?? new Set()
    this.#subscribers.set(event, known.add(deliver))
    return () => {
      known.delete(deliver)
      if (known.size === 0) this.#subscribers.delete(event)
    }
  }

  /** Durable kinds that somebody wants, by their names. */
  get durable(): ReadonlyMap<string, EventType> {
    return new Map([...this.#subscribers.keys()].filter(({ durable }) => durable).map((event) => [event.name, event]))
  }

  /** Delivers to everybody, each by itself. @returns what went wrong */
  async deliver(event: EventType, emitted: Emitted, signal?: AbortSignal): Promise<unknown[]> {
    const delivering = [...(this.#subscribers.get(event) ?? [])].map((deliver) => deliver(emitted, signal))
    const outcomes = await Promise.allSettled(delivering)
    return outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []))
  }
}

const made = dependency(() => new Dispatcher(), { scope: "app", name: "events" })

/** The application's own; tests may put another in its place. */
export const dispatcher: Provider<Dispatcher> = providerOf({ ...nodeOf(made), source: undefined })
