import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { Redis } from "ioredis"
import { afterAll, describe, expect, it } from "vitest"
import { App, get, post, returns, use } from "../../src/index.ts"
import { idempotency, rateLimit, redisAnswers, redisRates } from "../../src/middleware.ts"
import { Sessions, redisSessions } from "../../src/session.ts"
import { serve } from "../../src/server.ts"

/** A Redis of this test alone, which it may stop; undefined where the program is not installed. */
async function ownRedis(): Promise<{ child: ChildProcess; url: string } | undefined> {
  const probe = createServer().listen(0, "127.0.0.1")
  await once(probe, "listening")
  const { port } = probe.address() as AddressInfo
  probe.close()
  const options = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", tmpdir()]
  const child = spawn("redis-server", options, { stdio: "ignore" })
  const started = await Promise.race([once(child, "spawn").then(() => true), once(child, "error").then(() => false)])
  if (!started) return undefined
  const url = `redis://127.0.0.1:${port}`
  const client = new Redis(url, { retryStrategy: (times) => (times < 200 ? 50 : null), maxRetriesPerRequest: null })
  client.on("error", () => undefined)
  await client.ping()
  client.disconnect()
  return { child, url }
}

const redis = await ownRedis()
const patience = 2000
const stops: (() => void)[] = []

afterAll(() => {
  for (const stop of stops) stop()
  redis?.child.kill("SIGKILL")
})

function appOn(url: string): App {
  const rates = redisRates(url, { patience })
  const answers = redisAnswers(url, { patience })
  const kept = redisSessions(url, { patience })
  for (const store of [rates, answers, kept]) stops.push(() => store[Symbol.dispose]())
  const { session } = new Sessions<{ seen: boolean }>({ store: kept })
  const limited = (name: string, onStoreFailure: "allow" | "refuse") =>
    use(rateLimit({ limit: 1000, per: "1h", name, store: rates, onStoreFailure }))
  return new App({ title: "Test", version: "1", report: () => {} }, [
    get("/plain", {}, returns(204), () => {}),
    get("/refused", {}, returns(204), limited("refused", "refuse"), () => {}),
    get("/allowed", {}, returns(204), limited("allowed", "allow"), () => {}),
    post("/once", {}, returns(204), use(idempotency({ store: answers })), () => {}),
    post("/session", { session }, returns(204), ({ session }) => session.set("seen", true)),
  ])
}

const requests: readonly (readonly [string, string])[] = [
  ["GET", "/plain"],
  ["GET", "/refused"],
  ["GET", "/allowed"],
  ["POST", "/once"],
  ["POST", "/session"],
]
const all = [204, 204, 204, 204, 204]
const without = [204, 503, 204, 503, 503]

describe.skipIf(!redis)("a Redis that goes away while it is used", () => {
  it("is a 503 or let through, as it is told, and never a hang, until it is back", { timeout: 120_000 }, async () => {
    const { child, url } = redis!
    await using server = await serve(appOn(url), { port: 0 })
    let asked = 0
    const ask = async ([method, path]: readonly [string, string]) => {
      const headers = { "sec-fetch-site": "same-origin", "idempotency-key": `${asked++}` }
      // The patience is two seconds; whoever hangs is cut off long after it.
      return (await fetch(`${server.url}${path}`, { method, headers, signal: AbortSignal.timeout(20_000) })).status
    }
    const statuses = () => Promise.all(requests.map(ask))
    const recovered = async () => {
      for (let i = 0; i < 100; i++) {
        if ((await statuses()).every((status) => status === 204)) return true
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
      return false
    }
    expect(await statuses()).toEqual(all)

    // It takes commands and answers none.
    child.kill("SIGSTOP")
    expect(await statuses()).toEqual(without)
    child.kill("SIGCONT")
    expect(await recovered()).toBe(true)

    // Its connections end, and nobody accepts new ones.
    child.kill("SIGKILL")
    await once(child, "exit")
    expect(await statuses()).toEqual(without)
    expect(await statuses()).toEqual(without)
  })
})
