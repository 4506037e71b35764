import { afterAll, describe, expect, it } from "vitest"
import { Redis } from "ioredis"
import { setTimeout as sleep } from "node:timers/promises"
import { connect, migration, model, schemaSql } from "../../src/data.ts"
import {
  type SessionRecord,
  type SessionStore,
  databaseSessions,
  memorySessions,
  redisSessions,
  sessionColumns,
} from "../../src/session.ts"

const url = process.env["MARU_REDIS_URL"] ?? "redis://127.0.0.1:6379/0"
const prefix = `maru-test-${process.pid}:`

async function reachable(): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 500 })
  client.on("error", () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    client.disconnect()
  }
}

const hasRedis = await reachable()
const redis = redisSessions(url, { prefix })

class WebSession extends model("web_sessions", sessionColumns()) {}
const database = connect("sqlite::memory:", { migrations: [migration("1", schemaSql([WebSession]))] })
await database.start()

afterAll(async () => {
  await database.close()
  if (!hasRedis) return
  redis[Symbol.dispose]()
  const client = new Redis(url)
  const keys = await client.keys(`${prefix}*`)
  if (keys.length > 0) await client.del(keys)
  client.disconnect()
})

function record(user: string | undefined, changes: Partial<SessionRecord> = {}): SessionRecord {
  const now = Date.now()
  const times = { createdAt: now, seenAt: now, expiresAt: now + 60_000, endsAt: now + 120_000 }
  return { user, device: "curl", ...times, data: { a: "1", "flash b": '"x"' }, ...changes }
}

const stores: [name: string, store: SessionStore, runs: boolean][] = [
  ["memory", memorySessions(), true],
  ["Redis", redis, hasRedis],
  ["a database", databaseSessions(database, WebSession), true],
]

describe.each(stores.filter(([, , runs]) => runs))("sessions in %s", (name, store) => {
  const key = (text: string) => `${name}-${text}`

  it("are read as they were created", async () => {
    const created = record("mina")
    expect(await store.read(key("1"))).toBeUndefined()
    await store.create(key("1"), created)
    expect(await store.read(key("1"))).toEqual(created)
    const guest = record(undefined, { data: {} })
    await store.create(key("guest"), guest)
    expect(await store.read(key("guest"))).toEqual(guest)
  })

  it("change by value, so that two requests do not undo each other", async () => {
    await store.create(key("2"), record("theo"))
    const times = { seenAt: Date.now(), expiresAt: Date.now() + 90_000 }
    const changes = [{ b: "2" }, { c: "3", a: undefined }]
    const done = await Promise.all(changes.map((data) => store.change(key("2"), { ...times, data })))
    expect(done).toEqual([true, true])
    expect(await store.read(key("2"))).toMatchObject({ ...times, user: "theo" })
    expect((await store.read(key("2")))!.data).toEqual({ b: "2", c: "3", "flash b": '"x"' })
  })

  it("stay gone once they are removed", async () => {
    await store.create(key("3"), record("sam"))
    await store.remove([key("3"), key("unknown")])
    expect(await store.read(key("3"))).toBeUndefined()
    const change = { seenAt: Date.now(), expiresAt: Date.now() + 60_000, data: { a: "2" } }
    expect(await store.change(key("3"), change)).toBe(false)
    expect(await store.read(key("3"))).toBeUndefined()
    expect((await store.list("sam")).size).toBe(0)
  })

  it("end by themselves", async () => {
    await store.create(key("4"), record("hana", { expiresAt: Date.now() + 30 }))
    while (await store.read(key("4"))) await sleep(10)
    expect((await store.list("hana")).size).toBe(0)
  })

  it("are listed by their user", async () => {
    const names = ["5", "6"].map(key)
    for (const name of names) await store.create(name, record("juno"))
    await store.create(key("7"), record("other"))
    expect([...(await store.list("juno")).keys()].toSorted()).toEqual(names)
    expect((await store.list("juno")).get(names[0]!)).toMatchObject({ user: "juno", device: "curl" })
    await store.remove([names[0]!])
    expect([...(await store.list("juno")).keys()]).toEqual([names[1]])
  })

  it("keep names that objects have of themselves", async () => {
    const data = JSON.parse('{"__proto__":"1","constructor":"2","meta":"3"}') as Record<string, string>
    await store.create(key("8"), record("x", { data }))
    expect(Object.entries((await store.read(key("8")))!.data).toSorted()).toEqual(Object.entries(data).toSorted())
  })
})

it("a store in memory has a limit: guests go first, then the longest unused", () => {
  const store = memorySessions({ limit: 3 })
  store.create("a", record("mina"))
  store.create("guest", record(undefined))
  store.create("b", record("mina"))
  store.create("c", record("mina"))
  expect(store.read("guest")).toBeUndefined()
  store.change("a", { seenAt: Date.now(), expiresAt: Date.now() + 60_000, data: {} })
  store.create("d", record("mina"))
  expect([...(store.list("mina") as Map<string, unknown>).keys()].toSorted()).toEqual(["a", "c", "d"])
})

describe("a Redis that is not there", () => {
  it("is a 503 within a bounded time, and at once from then on", async () => {
    const away = redisSessions("redis://127.0.0.1:1", { patience: 300 })
    const refused = { code: "unavailable", retryAfter: 2 }
    for (let i = 0; i < 3; i++) await expect(away.read("x")).rejects.toMatchObject(refused)
    await expect(away.create("x", record("x"))).rejects.toMatchObject(refused)
    away[Symbol.dispose]()
  })

  it("that takes connections and never answers is a 503 too", async () => {
    const { createServer } = await import("node:net")
    const server = createServer(() => undefined).listen(0, "127.0.0.1")
    await new Promise((resolve) => server.once("listening", resolve))
    const { port } = server.address() as { port: number }
    const silent = redisSessions(`redis://127.0.0.1:${port}`, { patience: 200 })
    await expect(silent.read("x")).rejects.toMatchObject({ code: "unavailable" })
    silent[Symbol.dispose]()
    server.close()
  })
})
