import { App, body, get, lifespan, on, post, returns } from "maru"
import { z } from "zod"
import { Order, OrderPlaced, database, db, emit } from "./shop.ts"

const kitchen: string[] = []

// #region place
const place = post(
  "/orders",
  { item: body(z.string()), db, emit },
  returns(201, Order.public),
  ({ item, db, emit }) => {
    const order = db.add(new Order({ item }))
    emit(OrderPlaced, () => ({ id: order.id, item }))
    if (item === "nothing") throw new Error("Nobody can cook that.")
    return order
  },
)
// #endregion place

// #region on
const cook = on(OrderPlaced, { db }, async ({ db }, { payload }) => {
  const order = await db.get(Order, payload.id)
  kitchen.push(`${order!.item} for order ${payload.id}`)
})
// #endregion on

const waiting = get("/kitchen", {}, returns(200, z.array(z.string())), () => kitchen)

// #region app
export const app = new App({ title: "Shop", version: "1.0.0", report: () => {} }, [
  lifespan(database),
  place,
  waiting,
  cook,
])
// #endregion app
