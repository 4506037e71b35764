import { Redis } from "ioredis"
import { afterAll, describe, expect, it } from "vitest"
import { z } from "zod"
import { App, body, post, returns, stream, use } from "../../src/index.ts"
import { type IdempotencyOptions, idempotency, memoryAnswers, redisAnswers } from "../../src/middleware.ts"
import { serve } from "../../src/server.ts"

const redisUrl = process.env["MARU_REDIS_URL"] ?? "redis://127.0.0.1:6379/0"
const prefix = `maru-test-answers-${process.pid}:`
const redis = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 500 })
redis.on("error", () => undefined)
const hasRedis = await redis.connect().then(
  () => true,
  () => false,
)
const inRedis = redisAnswers(redisUrl, { prefix, patience: 5000 })

afterAll(async () => {
  inRedis[Symbol.dispose]()
  const keys = hasRedis ? await redis.keys(`${prefix}*`) : []
  if (keys.length > 0) await redis.del(keys)
  redis.disconnect()
})

const Order = z.object({ item: z.string() })
const Placed = z.object({ number: z.int() })

/** An application whose orders wait until the test lets them go on. */
function shop(options: Partial<IdempotencyOptions> & Pick<IdempotencyOptions, "store">) {
  const gate = Promise.withResolvers<void>()
  let orders = 0
  let failures = 1
  const created = returns(201, Placed)
  const app = new App({ title: "Shop", version: "1", report: () => {} }, [
    idempotency(options),
    post("/orders", { input: body(Order) }, created, async () => {
      const number = ++orders
      await gate.promise
      return created({ number }, { headers: { location: `/orders/${number}` } })
    }),
    post("/failing", {}, returns(200, Placed), () => {
      if (failures-- > 0) throw new Error("boom")
      return { number: ++orders }
    }),
    post("/stream", {}, stream("text/plain"), use(), async function* () {
      yield `${++orders}`
    }),
  ])
  const send = (key: string | undefined, item = "tea", more: Record<string, string> = {}, path = "/orders") =>
    app.fetch(
      new Request(`http://localhost${path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(key === undefined ? {} : { "idempotency-key": key }),
          ...more,
        },
        body: JSON.stringify({ item }),
      }),
    )
  return { app, gate, send, orders: () => orders }
}

const stores = [
  ["memory", memoryAnswers(), true],
  ["Redis", inRedis, hasRedis],
] as const

describe.each(stores.filter(([, , runs]) => runs))("answers in %s", (_, store) => {
  it("are given again, and nothing runs twice", async () => {
    const { gate, send, orders } = shop({ store })
    gate.resolve()
    const [first, second] = [await send('"again"'), await send("again")]
    expect([first.status, second.status, orders()]).toEqual([201, 201, 1])
    expect(await second.text()).toBe(await first.text())
    expect(second.headers.get("location")).toBe("/orders/1")
    expect([first, second].map(({ headers }) => headers.get("idempotent-replayed"))).toEqual([null, "true"])
    expect((await send("other")).status).toBe(201)
    expect(orders()).toBe(2)
  })

  it("of one at work are a 409 for all others, however many come at once", async () => {
    const { gate, send, orders } = shop({ store })
    const all = Array.from({ length: 10 }, () => send("busy"))
    const early = await Promise.race(all)
    expect([early.status, early.headers.get("retry-after")]).toEqual([409, "1"])
    await Promise.all(Array.from({ length: 9 }, (_, i) => i)).then(() => gate.resolve())
    const statuses = (await Promise.all(all)).map(({ status }) => status).toSorted()
    expect(statuses[0]).toBe(201)
    expect(orders()).toBe(1)
  })

  it("are not another request's, nor another person's", async () => {
    const { gate, send, orders } = shop({ store })
    gate.resolve()
    await send("mine", "tea", { authorization: "Bearer mina" })
    expect((await send("mine", "coffee", { authorization: "Bearer mina" })).status).toBe(422)
    expect((await send("mine", "tea", { authorization: "Bearer theo" })).status).toBe(201)
    expect(orders()).toBe(2)
  })

  it("that are failures or streams are not kept", async () => {
    const { send } = shop({ store })
    expect((await send("fail", "", {}, "/failing")).status).toBe(500)
    expect((await send("fail", "", {}, "/failing")).status).toBe(200)
    expect((await send("fail", "", {}, "/failing")).headers.get("idempotent-replayed")).toBe("true")
    const streamed = [await send("s", "", {}, "/stream"), await send("s", "", {}, "/stream")]
    expect(await Promise.all(streamed.map((each) => each.text()))).toEqual(["2", "3"])
  })

  it("that are refusals are kept", async () => {
    const { send } = shop({ store })
    const bad = () => send("bad", 7 as never)
    expect((await bad()).status).toBe(422)
    expect((await bad()).headers.get("idempotent-replayed")).toBe("true")
  })
})

describe("a key", () => {
  it("may be required, and has a form", async () => {
    const { gate, send } = shop({ store: memoryAnswers(), required: true })
    gate.resolve()
    expect((await send(undefined)).status).toBe(400)
    for (const bad of ['""', "a b", "x".repeat(256)]) expect((await send(bad)).status).toBe(400)
    expect((await send("ok")).status).toBe(201)
  })

  it("works over a socket", async () => {
    const { app, gate, orders } = shop({ store: memoryAnswers() })
    gate.resolve()
    await using server = await serve(app, { port: 0 })
    const send = () =>
      fetch(`${server.url}/orders`, {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": "k" },
        body: '{"item":"tea"}',
      })
    expect([await (await send()).json(), await (await send()).json(), orders()]).toEqual([
      { number: 1 },
      { number: 1 },
      1,
    ])
  })

  it("is a 503 while the store is away", async () => {
    using away = redisAnswers("redis://127.0.0.1:1", { patience: 200 })
    const { send, gate } = shop({ store: away })
    gate.resolve()
    expect((await send("k")).status).toBe(503)
    expect((await send(undefined)).status).toBe(201)
  })
})
