import { App, lifespan, on, outbox } from "maru"
import { OrderPaid, OutboxEvent, database, emit } from "./shop.ts"

const done = Promise.withResolvers<void>()
const printed = new Set<string>()

// #region handler
const receipt = on(OrderPaid, {}, (_, { id, payload, attempt }) => {
  if (printed.has(id)) return
  console.log(`attempt ${attempt}: receipt for order ${payload.id}, ${payload.won} won`)
  if (attempt === 1) throw new Error("out of paper")
  printed.add(id)
  done.resolve()
})

const app = new App({ title: "Shop", version: "1.0.0", report: ({ error }) => console.log(`${error}`) }, [
  lifespan(database),
  receipt,
  outbox(database, OutboxEvent, { backoff: 100, poll: 100 }),
])
// #endregion handler

await app.run({ emit }, ({ emit }) => emit(OrderPaid, { id: 1, won: 9000 }))
await done.promise
await app.close()
