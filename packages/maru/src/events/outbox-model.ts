import { z } from "zod"
import type { DbSession } from "../data/session/session.ts"
import { index, primaryKey, unique } from "../data/model/columns/column.ts"
import type { Generated, ModelClass, PrimaryKey } from "../data/model/types.ts"
import type { Emitted } from "./event.ts"

/** Columns of a model that keeps durable events. */
export interface OutboxColumns {
  /** Counted up: the order of events. */
  readonly id: PrimaryKey<Generated<z.ZodInt>>
  /** The event's id, the same in each delivery. */
  readonly event: z.ZodString
  readonly name: z.ZodString
  /** Events of one key are delivered in their order. */
  readonly key: z.ZodNullable<z.ZodString>
  /** The payload as JSON. */
  readonly payload: z.ZodString
  readonly emittedAt: z.ZodDate
  /** When it may be delivered: while a process delivers it, the end of that process's lease. */
  readonly dueAt: z.ZodDate
  readonly attempts: z.ZodInt
  /** Why the last attempt failed. */
  readonly error: z.ZodNullable<z.ZodString>
  /** It failed too often and is no longer tried; set it to false to have it tried again. */
  readonly dead: z.ZodBoolean
}

export type OutboxModel = ModelClass<string, OutboxColumns>
export type OutboxRow = InstanceType<OutboxModel>

/**
 * Columns for durable events in the application's own database.
 * @example
 * export class OutboxEvent extends model("outbox_events", outboxColumns()) {}
 */
export function outboxColumns(): OutboxColumns {
  return {
    id: primaryKey(),
    event: unique(z.string().max(36)),
    name: z.string().max(200),
    key: index(z.string().max(200).nullable()),
    payload: z.string(),
    emittedAt: z.date(),
    dueAt: index(z.date()),
    attempts: z.int(),
    error: z.string().nullable(),
    dead: z.boolean(),
  }
}

/** Puts an event among what the session writes. */
export function keepRow(model: OutboxModel, db: DbSession, emitted: Emitted, key: string | undefined): void {
  const { id: event, name, payload, emittedAt } = emitted
  const text = JSON.stringify(payload)
  db.add(
    new model({
      event,
      name,
      key: key ?? null,
      payload: text,
      emittedAt,
      dueAt: emittedAt,
      attempts: 0,
      error: null,
      dead: false,
    }),
  )
}
