import { z } from "zod"
import { type Database, connect, migration, model, primaryKey, schemaSql } from "../../src/data.ts"
import { dependency, emitter, event, outboxColumns, signal } from "../../src/index.ts"
import { type TestEngine, engines } from "../data/engines.ts"

// What the suites of events work with: orders that are placed, and what follows from it.

export class Order extends model("orders", { id: primaryKey(), item: z.string() }) {}
export class Kept extends model("outbox_events", outboxColumns()) {}

const payload = z.object({ id: z.int(), item: z.string() })
export const Placed = event("order.placed", payload)
export const Paid = event("order.paid", payload, { durable: true, key: ({ item }) => item })

export function open(url: string, dialect: TestEngine["dialect"]): Database {
  return connect(url, { migrations: [migration("0001_start.sql", schemaSql([Order, Kept], dialect))] })
}

export async function shop(engine: TestEngine = engines[0]!) {
  const { url, drop } = await engine.create()
  const database = open(url, engine.dialect)
  await database.start()
  const close = async () => {
    await database.close()
    await drop()
  }
  return { database, url, ...providers(database), [Symbol.asyncDispose]: close }
}

export function providers(database: Database) {
  const db = dependency({ signal }, async function* ({ signal }) {
    await using session = database.session({ signal })
    yield session
    await session.commit()
  })
  return { db, emit: emitter(db) }
}

/** Waits until it is so. */
export async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000
  while (!(await so())) {
    if (Date.now() > end) throw new Error("It never came to that.")
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
