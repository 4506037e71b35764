import { setTimeout as sleep } from "node:timers/promises"
import type { Dispatcher } from "./dispatcher.ts"
import type { Emitted } from "./event.ts"
import { endOf } from "./grace.ts"
import type { Claim, OutboxRows } from "./outbox-rows.ts"

/** Times in milliseconds. */
export interface RelaySettings {
  readonly poll: number
  readonly lease: number
  readonly backoff: number
  readonly attempts: number
  readonly parallel: number
}

/** Longest wait between two attempts, in milliseconds. */
const longestWait = 300_000

/** Delivers what is in an outbox, from its start to its end. */
export class Relay {
  readonly #rows: OutboxRows
  readonly #settings: RelaySettings
  readonly #dispatcher: Dispatcher
  readonly #report: (error: unknown) => void
  readonly #stopping = new AbortController()
  readonly #closing = new AbortController()
  readonly #running: Promise<void>
  #awake = new AbortController()

  constructor(rows: OutboxRows, settings: RelaySettings, dispatcher: Dispatcher, report: (error: unknown) => void) {
    this.#rows = rows
    this.#settings = settings
    this.#dispatcher = dispatcher
    this.#report = report
    this.#running = this.#run()
  }

  /** There may be something to deliver. */
  wake(): void {
    this.#awake.abort()
  }

  /** Ends it once what it delivers is done, or has had its time to end. */
  stop(): Promise<void> {
    this.#stopping.abort()
    this.wake()
    return endOf(this.#running, this.#closing)
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      this.#awake = new AbortController()
      const found = await this.#round().catch((error: unknown) => {
        this.#report(error)
        return 0
      })
      if (found > 0 || this.#stopping.signal.aborted) continue
      await sleep(this.#settings.poll, undefined, { signal: this.#awake.signal }).catch(() => undefined)
    }
  }

  async #round(): Promise<number> {
    const names = [...this.#dispatcher.durable.keys()]
    if (names.length === 0) return 0
    const claims = await this.#rows.claim(names, this.#settings.parallel, this.#settings.lease)
    const outcomes = await Promise.allSettled(claims.map((claim) => this.#deliver(claim)))
    for (const outcome of outcomes) if (outcome.status === "rejected") this.#report(outcome.reason)
    return claims.length
  }

  async #deliver(claim: Claim): Promise<void> {
    const { row } = claim
    const lease = AbortSignal.timeout(Math.max(1, claim.until.getTime() - Date.now()))
    const signal = AbortSignal.any([lease, this.#closing.signal])
    const event = this.#dispatcher.durable.get(row.name)
    try {
      if (!event) throw new Error(`Nobody takes ${row.name} any more.`)
      const payload = event.read(JSON.parse(row.payload))
      const emitted: Emitted = {
        id: row.event,
        name: row.name,
        payload,
        emittedAt: row.emittedAt,
        attempt: row.attempts + 1,
      }
      const faults = await this.#dispatcher.deliver(event, emitted, signal)
      // What handlers throw is reported where they are called.
      if (faults.length > 0) return await this.#failed(claim, faults[0])
    } catch (error) {
      this.#report(error)
      return await this.#failed(claim, error)
    }
    await this.#rows.done(claim)
  }

  async #failed(claim: Claim, error: unknown): Promise<void> {
    const { backoff, attempts } = this.#settings
    const tried = claim.row.attempts + 1
    const wait = Math.min(longestWait, backoff * 2 ** Math.min(tried - 1, 20))
    await this.#rows.failed(claim, String(error).slice(0, 2000), new Date(Date.now() + wait), tried >= attempts)
  }
}
