import { App, Unauthorized, body, dependency, fail, get, header, post, query, raises, returns, sse } from "maru"
import { z } from "zod"

// #region first
const Cart = z.object({ owner: z.string(), items: z.array(z.string()) })
const carts = new Map([["mina", { owner: "mina", items: ["apples"] }]])

const page = dependency(
  { number: query("page", z.int().min(1).default(1)), size: query(z.int().min(1).max(50).default(20)) },
  ({ number, size }) => ({ from: (number - 1) * size, to: number * size }),
)

const list = get("/carts", { page }, returns(200, z.object({ from: z.int(), to: z.int() })), ({ page }) => page)
// #endregion first

// #region chain
const token = dependency({ authorization: header(z.string().optional()) }, ({ authorization }) =>
  authorization?.startsWith("Bearer ") ? authorization.slice(7) : fail(Unauthorized),
)

const user = dependency({ token }, ({ token }) => (token === "t-1" ? "mina" : fail(Unauthorized)), {
  raises: raises(401, Unauthorized),
})

const cart = dependency({ user }, ({ user }) => carts.get(user) ?? { owner: user, items: [] })

const read = get("/cart", { user, cart }, returns(200, Cart), ({ cart }) => cart)
// #endregion chain

// #region teardown
const journal: string[] = []

const tray = dependency(async function* () {
  journal.push("open")
  try {
    yield { put: (item: string) => void journal.push(`put ${item}`) }
    journal.push("keep")
  } catch (error) {
    journal.push(`undo: ${(error as Error).message}`)
    throw error
  } finally {
    journal.push("close")
  }
})

class TooHeavy extends Error {}

const add = post(
  "/tray",
  { tray, item: body(z.string()) },
  returns(201, z.object({ item: z.string() })),
  raises(409, TooHeavy),
  ({ tray, item }) => {
    tray.put(item)
    if (item === "melon") throw new TooHeavy("A melon is too heavy.")
    return { item }
  },
)

const events = get("/journal", {}, returns(200, z.array(z.string())), () => journal.splice(0))
// #endregion teardown

// #region scopes
const visits = dependency(
  function* () {
    const counter = { count: 0 }
    yield counter
    journal.push(`There were ${counter.count} visits.`)
  },
  { scope: "app" },
)

const visit = post("/visits", { visits }, returns(200, z.object({ count: z.int() })), ({ visits }) => {
  visits.count += 1
  return { count: visits.count }
})
// #endregion scopes

// #region stream
const reader = dependency(
  async function* () {
    const lines = ["one", "two"]
    yield { next: () => lines.shift() }
    journal.push("reader closed")
  },
  { scope: "response" },
)

const lines = get("/lines", { reader }, sse(z.string()), async function* ({ reader }) {
  for (let line = reader.next(); line !== undefined; line = reader.next()) yield line
})
// #endregion stream

export const app = new App({ title: "Carts", version: "1.0.0" }, [list, read, add, events, visit, lines])
