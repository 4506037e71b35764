import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import type { AddressInfo, Socket } from "node:net"
import { fileURLToPath } from "node:url"
import { Redis } from "ioredis"
import { afterAll, describe, expect, it } from "vitest"
import { App, Unavailable, get, returns } from "../../src/index.ts"
import { MemoryRates } from "../../src/middleware/rate-limit/memory-store.ts"
import { RedisRates } from "../../src/middleware/rate-limit/redis-store.ts"
import { rateLimit, redisRates } from "../../src/middleware.ts"
import { RedisConnection } from "../../src/redis/connection.ts"

const redisUrl = process.env["MARU_REDIS_URL"] ?? "redis://127.0.0.1:6379/0"
const prefix = `maru-test-rates-${process.pid}:`
const children: ChildProcess[] = []
const redis = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 500 })
redis.on("error", () => undefined)
const hasRedis = await redis.connect().then(
  () => true,
  () => false,
)

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL")
  const keys = hasRedis ? await redis.keys(`${prefix}*`) : []
  if (keys.length > 0) await redis.del(keys)
  redis.disconnect()
})

async function server(): Promise<string> {
  const program = fileURLToPath(new URL("./limited-server.ts", import.meta.url))
  const child = spawn(process.execPath, [program, redisUrl, prefix], { stdio: ["ignore", "pipe", "inherit"] })
  children.push(child)
  const [line] = (await once(child.stdout, "data")) as [Buffer]
  return String(line).trim()
}

describe.skipIf(!hasRedis)("limits in Redis", () => {
  it("are shared by two processes: of 40 requests at the same time 10 go on", async () => {
    const urls = await Promise.all([server(), server()])
    const all = await Promise.all(Array.from({ length: 40 }, (_, i) => fetch(urls[i % 2]!)))
    expect(all.filter(({ status }) => status === 204)).toHaveLength(10)
    expect(all.filter(({ status }) => status === 429)).toHaveLength(30)
  }, 30_000)

  it.each(["fixed", "sliding", "token-bucket"] as const)("decide as those in memory do: %s", async (algorithm) => {
    let now = 1_000_000
    const clock = () => now
    const memory = new MemoryRates(100, clock)
    using store = new RedisRates(new RedisConnection(redisUrl, 2000, "It"), `${prefix}same:`, clock)
    let random = 7
    for (let i = 0; i < 300; i++) {
      random = (random * 48_271) % 2_147_483_647
      now += random % 400
      const rule = { algorithm, limit: 3, window: 1000 }
      const key = `${algorithm}-${random % 2}`
      expect(await store.take(key, rule)).toEqual(memory.take(key, rule))
    }
  })

  it("forget by themselves", async () => {
    using store = redisRates(redisUrl, { prefix: `${prefix}ttl:` })
    for (const algorithm of ["fixed", "sliding", "token-bucket"] as const) {
      await store.take(algorithm, { algorithm, limit: 2, window: 60_000 })
      const ttl = await redis.pttl(`${prefix}ttl:${algorithm}`)
      expect(ttl).toBeGreaterThan(0)
      expect(ttl).toBeLessThanOrEqual(120_000)
    }
  })
})

describe("Redis that is away", () => {
  const rule = { algorithm: "fixed", limit: 2, window: 60_000 } as const

  it("is Unavailable, and not a wait", async () => {
    using store = redisRates("redis://127.0.0.1:1", { patience: 200 })
    await expect(Promise.resolve(store.take("a", rule))).rejects.toThrow(Unavailable)
    await expect(Promise.resolve(store.take("a", rule))).rejects.toThrow("The store of rate limits does not answer")
  })

  it("is Unavailable within its patience where it takes connections and says nothing", async () => {
    const sockets: Socket[] = []
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, "127.0.0.1")
    await once(silent, "listening")
    const url = `redis://127.0.0.1:${(silent.address() as AddressInfo).port}`
    using store = redisRates(url, { patience: 100 })
    const limited = (onStoreFailure: "allow" | "refuse") =>
      new App({ title: "Test", version: "1", report: () => {} }, [
        rateLimit({ limit: 2, per: "1m", name: onStoreFailure, store, onStoreFailure }),
        get("/", {}, returns(204), () => {}),
      ]).fetch(new Request("http://localhost/"))
    const [allowed, refused] = await Promise.all([limited("allow"), limited("refuse")])
    expect([allowed.status, refused.status]).toEqual([204, 503])
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
})
