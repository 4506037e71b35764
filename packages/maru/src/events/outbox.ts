import type { AppView, Extension } from "../app/parts.ts"
import type { Database } from "../data/database.ts"
import { callerSource } from "../errors/source.ts"
import { StartError } from "../errors/start-error.ts"
import { type Dispatcher, dispatcher } from "./dispatcher.ts"
import { type OutboxModel, keepRow } from "./outbox-model.ts"
import { OutboxRows } from "./outbox-rows.ts"
import { Relay, type RelaySettings } from "./relay.ts"

/** How an outbox delivers. Times are milliseconds. */
export interface OutboxOptions {
  /** Longest wait before it looks for events of other processes and for those to try again. Default 1000. */
  readonly poll?: number
  /**
   * How long a process may work on an event before another one takes it over; then its handlers' signal aborts.
   * Default 60,000.
   */
  readonly lease?: number
  /** Wait before the second attempt; each further wait is twice as long, up to 5 minutes. Default 1000. */
  readonly backoff?: number
  /** After so many attempts an event stays in the table as `dead`, and those of its key go on. Default 20. */
  readonly attempts?: number
  /** Events that a process works on at the same time. Default 4. */
  readonly parallel?: number
}

const usual: RelaySettings = { poll: 1000, lease: 60_000, backoff: 1000, attempts: 20, parallel: 4 }

/**
 * Keeps durable events in the application's database and delivers them: at least once, those of one key in their order,
 * also after a crash, and by one of several processes.
 *
 * @param database the one that the sessions of `emitter` are of
 * @param model with the columns of `outboxColumns()`, among the migrations of the database
 * @throws StartError `option-invalid`
 * @example
 * new App(options, [lifespan(database), outbox(database, OutboxEvent), on(PostCreated, { mail }, …)])
 */
export function outbox(database: Database, model: OutboxModel, options: OutboxOptions = {}): Extension {
  const source = callerSource(outbox as never)
  const settings = { ...usual, ...options }
  for (const [name, value] of Object.entries(settings)) {
    if (Number.isFinite(value) && value > 0) continue
    throw new StartError("option-invalid", `outbox: ${name} has to be a number above 0.`, [source])
  }
  return Object.freeze({
    kind: "extension",
    parts: (app: AppView) => {
      const find = app.prepare({ dispatcher }, "outbox")
      let end: () => Promise<void> = () => Promise.resolve()
      const start = async (): Promise<void> => {
        const events = await find(({ dispatcher }) => dispatcher)
        if (events.keeper) throw new StartError("option-invalid", "An application has one outbox.", [source])
        end = begin(events, new OutboxRows(database, model), model, settings, app)
      }
      return [{ kind: "lifespan" as const, late: 2, start, close: () => end(), source }]
    },
  })
}

function begin(
  events: Dispatcher,
  rows: OutboxRows,
  model: OutboxModel,
  settings: RelaySettings,
  app: AppView,
): () => Promise<void> {
  const relay = new Relay(rows, settings, events, (error) => app.report(error))
  events.keeper = {
    keep: (db, emitted, key) => keepRow(model, db, emitted, key),
    wake: () => relay.wake(),
  }
  return async () => {
    await relay.stop()
    events.keeper = undefined
  }
}
