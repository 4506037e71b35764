import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { Redis } from "ioredis"
import { afterAll, describe, expect, it } from "vitest"

const redisUrl = process.env["MARU_REDIS_URL"] ?? "redis://127.0.0.1:6379/0"
const prefix = `maru-test-processes-${process.pid}:`
const program = fileURLToPath(new URL("./counter-server.ts", import.meta.url))
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

async function start(): Promise<{ url: string; kill(): Promise<void> }> {
  const child = spawn(process.execPath, [program, redisUrl, prefix], { stdio: ["ignore", "pipe", "inherit"] })
  children.push(child)
  const [line] = (await once(child.stdout, "data")) as [Buffer]
  const kill = async (): Promise<void> => {
    child.kill("SIGKILL")
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit")
  }
  return { url: String(line).trim(), kill }
}

function browser() {
  let cookie = ""
  return async (method: string, url: string) => {
    const response = await fetch(url, { method, headers: { cookie, "sec-fetch-site": "same-origin" } })
    const [line] = response.headers.getSetCookie()
    if (line !== undefined) cookie = line.split(";")[0]!
    return response.status === 204 ? undefined : response.json()
  }
}

const shared = async (): Promise<void> => {
  const [first, second] = await Promise.all([start(), start()])
  const [laptop, phone] = [browser(), browser()]
  await laptop("POST", `${first.url}/login?user=mina`)
  await phone("POST", `${second.url}/login?user=mina`)
  expect([await laptop("POST", second.url), await laptop("POST", first.url)]).toEqual([1, 2])

  await Promise.all([first.kill(), second.kill()])
  const third = await start()
  expect(await laptop("POST", third.url)).toBe(3)
  expect(await phone("GET", `${third.url}/me`)).toBe("mina")

  await laptop("POST", `${third.url}/logout-everywhere`)
  expect(await phone("GET", `${third.url}/me`)).toBe("nobody")
  expect(await laptop("GET", `${third.url}/me`)).toBe("nobody")
  await third.kill()
}

describe.skipIf(!hasRedis)("sessions in Redis", () => {
  it("are shared by two servers and survive both", shared, 120_000)
})
