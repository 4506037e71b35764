import { describe, expect, it } from "vitest"
import { z } from "zod"
import { App, type AppPart, type Emitted, body, event, on, path, post, returns, signal } from "../../src/index.ts"
import { client } from "../../src/testing.ts"
import { eachEngine } from "../data/engines.ts"
import { Order, Paid, Placed, shop, until } from "./shop.ts"

type Shop = Awaited<ReturnType<typeof shop>>

const reports: unknown[] = []
const appOf = (...parts: AppPart[]) =>
  new App({ title: "Test", version: "1", report: ({ kind, error }) => void reports.push([kind, error]) }, parts)

const order = ({ db, emit }: Shop) =>
  post("/orders", { item: body(z.string()), db, emit }, returns(201, z.int()), async ({ item, db, emit }) => {
    const made = db.add(new Order({ item }))
    emit(Placed, () => ({ id: made.id, item }))
    if (item === "nothing") throw new Error("no")
    await db.flush()
    return made.id
  })

eachEngine((engine) => {
  describe("an event", () => {
    it("is delivered after the commit, to a unit of work of its own", async () => {
      await using place = await shop(engine)
      const seen: unknown[] = []
      const app = appOf(
        order(place),
        on(Placed, { db: place.db }, async ({ db }, { id, name, payload, attempt }) => {
          const row = await db.get(Order, payload.id)
          db.add(new Order({ item: `bill for ${row!.item}` }))
          await db.flush()
          seen.push([typeof id, name, payload, attempt])
        }),
      )
      const api = client(app)
      expect((await api.post("/orders", { json: "tea" })).status).toBe(201)
      await api.close()
      expect(seen).toEqual([["string", "order.placed", { id: 1, item: "tea" }, 1]])
      await using db = place.database.session()
      expect((await db.query(Order).orderBy("id").all()).map(({ item }) => item)).toEqual(["tea", "bill for tea"])
    })

    it("of work that is rolled back never happened", async () => {
      await using place = await shop(engine)
      const seen: unknown[] = []
      const app = appOf(
        order(place),
        on(Placed, {}, (_, { payload }) => void seen.push(payload.item)),
      )
      await using api = client(app, { failures: "answer" })
      expect((await api.post("/orders", { json: "nothing" })).status).toBe(500)
      await api.post("/orders", { json: "tea" })
      await until(() => seen.length > 0)
      expect(seen).toEqual(["tea"])
    })

    it("of a savepoint that was undone never happened either", async () => {
      await using place = await shop(engine)
      const seen: unknown[] = []
      const app = appOf(on(Placed, {}, (_, { payload }) => void seen.push(payload.item)))
      await app.run({ db: place.db, emit: place.emit }, async ({ db, emit }) => {
        const say = (item: string) => emit(Placed, { id: 1, item })
        const undone = async (item: string) => {
          say(item)
          throw new Error("undone")
        }
        await db.nested(() => undone("first")).catch(() => undefined)
        say("before")
        await db.nested(async () => say("inside"))
        await db.nested(() => undone("last")).catch(() => undefined)
      })
      await app.close()
      expect(seen).toEqual(["before", "inside"])
    })
  })
})

describe("a handler of an event", () => {
  it("that fails is reported; the answer and the other handlers do not notice", async () => {
    await using place = await shop()
    reports.length = 0
    const seen: unknown[] = []
    const app = appOf(
      order(place),
      on(Placed, {}, () => Promise.reject(new Error("no ink"))),
      on(Placed, {}, () => void seen.push("told")),
    )
    const answer = await app.fetch(
      new Request("http://localhost/orders", {
        method: "POST",
        body: '"tea"',
        headers: { "content-type": "application/json" },
      }),
    )
    expect(answer.status).toBe(201)
    await app.close()
    expect(seen).toEqual(["told"])
    expect(reports).toMatchObject([["background", { message: "no ink" }]])
  })

  it("hears what its own application says, and nothing of another", async () => {
    await using place = await shop()
    const seen: string[] = []
    const named = (name: string) =>
      appOf(
        order(place),
        on(Placed, {}, () => void seen.push(name)),
      )
    const [one, two] = [client(named("one")), client(named("two"))]
    await two.app.start()
    await one.post("/orders", { json: "tea" })
    await Promise.all([one.close(), two.close()])
    expect(seen).toEqual(["one"])
  })

  it("may finish when the application closes", async () => {
    await using place = await shop()
    const work = Promise.withResolvers<void>()
    const seen: string[] = []
    const app = appOf(
      order(place),
      on(Placed, { signal }, async ({ signal }) => {
        seen.push("begun")
        await work.promise
        seen.push(signal.aborted ? "aborted" : "done")
      }),
    )
    const api = client(app)
    await api.post("/orders", { json: "tea" })
    await until(() => seen.length > 0)
    const closing = api.close()
    work.resolve()
    await closing
    expect(seen).toEqual(["begun", "done"])
  })

  it("cannot ask for what only a request has", () => {
    const app = appOf(on(Placed, { id: path(z.int()) }, () => {}))
    expect(() => app.plans).toThrow(expect.objectContaining({ code: "input-outside-request" }) as Error)
  })
})

describe("a payload", () => {
  it("has to fit, or nothing happens", async () => {
    await using place = await shop()
    const app = appOf(order(place))
    const wrong = (payload: unknown) =>
      app.run({ db: place.db, emit: place.emit }, ({ db, emit }) => {
        db.add(new Order({ item: "tea" }))
        emit(Placed, payload as never)
      })
    await expect(wrong({ id: "1" })).rejects.toThrow("The payload does not fit order.placed: /id")
    await expect(wrong(() => ({ id: "1" }))).rejects.toThrow("/id")
    await using db = place.database.session()
    expect(await db.query(Order).count()).toBe(0)
    await app.close()
  })

  it("reaches handlers as its schema makes it", async () => {
    await using place = await shop()
    const Trimmed = event("trimmed", z.string().trim())
    const seen: Emitted<string>[] = []
    const app = appOf(on(Trimmed, {}, (_, emitted) => void seen.push(emitted)))
    await app.run({ emit: place.emit }, ({ emit }) => emit(Trimmed, " a "))
    await app.close()
    expect(seen).toMatchObject([{ payload: "a" }])
  })

  it("of a durable event needs an outbox", async () => {
    await using place = await shop()
    const app = appOf(on(Paid, {}, () => {}))
    await expect(app.run({ emit: place.emit }, ({ emit }) => emit(Paid, { id: 1, item: "tea" }))).rejects.toThrow(
      "no outbox",
    )
    await app.close()
  })
})
