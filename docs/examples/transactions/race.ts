import { setTimeout as sleep } from "node:timers/promises"
import { type DbSession, StaleData } from "maru/data"
import { Concert, database } from "./concert.ts"

const { id } = await database.transaction((db) => db.add(new Concert({ seats: 10 })))

/** Whatever a handler waits for between reading and writing: a payment, another service. */
const somethingElse = (): Promise<void> => sleep(20)

// #region version
async function take(db: DbSession): Promise<void> {
  const concert = await db.get(Concert, id)
  await somethingElse()
  concert!.seats -= 1
}

const outcomes = await Promise.allSettled([database.transaction(take), database.transaction(take)])
for (const outcome of outcomes) {
  if (outcome.status === "fulfilled") console.log("one seat taken")
  else if (outcome.reason instanceof StaleData) console.log(outcome.reason.message)
}
// #endregion version

// #region retries
await Promise.all([database.transaction(take, { retries: 5 }), database.transaction(take, { retries: 5 })])
// #endregion retries
await left("with retries")

// #region lock
async function takeLocked(db: DbSession): Promise<void> {
  const concert = await db.get(Concert, id, { lock: "update" })
  await somethingElse()
  concert!.seats -= 1
}
await Promise.all([database.transaction(takeLocked), database.transaction(takeLocked)])
// #endregion lock
await left("with a lock")
await database.close()

async function left(how: string): Promise<void> {
  await using db = database.session()
  console.log(`${how}: ${(await db.get(Concert, id))!.seats} seats left`)
}
