import { dependency, emitter, event, outboxColumns, signal } from "maru"
import { connect, migration, model, primaryKey, schemaSql } from "maru/data"
import { z } from "zod"

export class Order extends model("orders", { id: primaryKey(), item: z.string() }) {}

// #region event
export const OrderPlaced = event("order.placed", z.object({ id: z.int(), item: z.string() }))
// #endregion event

// #region durable
export const OrderPaid = event("order.paid", z.object({ id: z.int(), won: z.int() }), {
  durable: true,
  key: ({ id }) => `order ${id}`,
})

export class OutboxEvent extends model("outbox_events", outboxColumns()) {}
// #endregion durable

const start = migration("0001_start.sql", schemaSql([Order, OutboxEvent]))
export const database = connect("sqlite::memory:", { migrations: [start] })

// #region emit
export const db = dependency({ signal }, async function* ({ signal }) {
  await using session = database.session({ signal })
  yield session
  await session.commit()
})

export const emit = emitter(db)
// #endregion emit
