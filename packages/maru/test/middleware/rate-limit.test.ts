import { describe, expect, it } from "vitest"
import { App, Unavailable, get, returns, router, use } from "../../src/index.ts"
import type { AppPart, Middleware } from "../../src/index.ts"
import { clientKey } from "../../src/middleware/client-key.ts"
import { type RateDecision, type RateState, algorithms } from "../../src/middleware/rate-limit/algorithms.ts"
import { MemoryRates } from "../../src/middleware/rate-limit/memory-store.ts"
import { RateLimiter, type RateLimitOptions, type RateStore, rateLimit } from "../../src/middleware.ts"
import { serve } from "../../src/server.ts"
import { plainRequest } from "../app/requests.ts"

const info = { title: "Test", version: "1", report: () => {} }
let calls = 0
const ping = (path: string, ...layers: Middleware[]) =>
  get(path as "/", {}, returns(204), use(...layers), () => void calls++)
const appOf = (...parts: AppPart[]) => new App(info, parts)
const ask = (app: App, path = "/", headers: Record<string, string> = {}) =>
  app.fetch(new Request(`http://localhost${path}`, { headers }))
const statuses = async (count: number, request: () => Promise<Response> | Response) => {
  const responses = await Promise.all(Array.from({ length: count }, request))
  return Object.fromEntries(
    Object.entries(Object.groupBy(responses, ({ status }) => `${status}`)).map(([status, list]) => [
      status,
      list!.length,
    ]),
  )
}

describe("a limit of 10 a minute", () => {
  it("lets 10 through and answers the 11th with 429", async () => {
    const app = appOf(rateLimit({ limit: 10, per: "1m" }), ping("/"))
    for (let i = 9; i >= 0; i--) {
      const response = await ask(app)
      expect(response.status).toBe(204)
      expect(response.headers.get("ratelimit-policy")).toBe('"default";q=10;w=60')
      expect(response.headers.get("ratelimit")).toMatch(new RegExp(`^"default";r=${i};t=(?:60|59)$`))
    }
    const refused = await ask(app)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(50)
    expect(refused.headers.get("ratelimit")).toMatch(/^"default";r=0;t=\d+$/)
    expect(await refused.json()).toMatchObject({ status: 429, code: "too-many-requests" })
  })

  it("is exact under concurrency, and what it refuses does not run", async () => {
    calls = 0
    const app = appOf(ping("/", rateLimit({ limit: 10, per: "1m" })))
    expect(await statuses(30, () => ask(app))).toEqual({ 204: 10, 429: 20 })
    expect(calls).toBe(10)
  })

  it("is exact over a socket", async () => {
    await using server = await serve(appOf(ping("/", rateLimit({ limit: 10, per: "1m" }))), { port: 0 })
    expect(await statuses(30, () => fetch(server.url))).toEqual({ 204: 10, 429: 20 })
  })
})

describe("who is counted", () => {
  const count = async (options: Partial<RateLimitOptions>, requests: [string, Record<string, string>?][]) => {
    const app = appOf(rateLimit({ limit: 1, per: "1m", ...options }), ping("/"), ping("/other"))
    const found: number[] = []
    for (const [path, headers] of requests) found.push((await ask(app, path, headers)).status)
    return found
  }

  it("is decided by a function", async () => {
    const by: RateLimitOptions["by"] = (request) => request.header("x-key")
    const [mina, theo] = [{ "x-key": "mina" }, { "x-key": "theo" }]
    expect(await count({ by }, [["/", mina], ["/", theo], ["/other", mina], ["/", theo], ["/"], ["/"]])).toEqual([
      204, 204, 429, 429, 204, 204,
    ])
  })

  it("is one layer's business: each endpoint its own, a router's all together", async () => {
    const limit = () => rateLimit({ limit: 1, per: "1m", by: "all" })
    const app = appOf(
      ping("/a", limit()),
      ping("/b", limit()),
      router("/r", [ping("/a"), ping("/b")], { middleware: [limit()] }),
    )
    const found: number[] = []
    for (const path of ["/a", "/b", "/a", "/b", "/r/a", "/r/b"]) found.push((await ask(app, path)).status)
    expect(found).toEqual([204, 204, 429, 429, 204, 429])
  })

  it.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::ffff:10.0.0.7", "10.0.0.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::1", "2001:db8:1:2"],
    ["2001:0db8::1", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    [undefined, "memory"],
  ])("is a network where there are networks: %s is %s", (remoteAddress, key) => {
    expect(clientKey({ ...plainRequest("GET", "/"), remoteAddress })).toBe(key)
  })

  it("may be limited twice, and both say what is left", async () => {
    const app = appOf(rateLimit({ limit: 9, per: "1h", name: "all" }), ping("/", rateLimit({ limit: 3, per: 1500 })))
    const { headers } = await ask(app)
    expect(headers.get("ratelimit-policy")).toBe('"default";q=3;w=2, "all";q=9;w=3600')
    expect(headers.get("ratelimit")).toMatch(/^"default";r=2;t=\d, "all";r=8;t=3600$/)
  })
})

describe("the algorithms", () => {
  const run = (algorithm: keyof typeof algorithms, limit: number, times: number[]): RateDecision[] => {
    let state: RateState | undefined
    return times.map((now) => {
      const [next, decision] = algorithms[algorithm](state, { algorithm, limit, window: 1000 }, now)
      state = next
      return decision
    })
  }
  const allowed = (...args: Parameters<typeof run>) => run(...args).map((decision) => (decision.allowed ? 1 : 0))

  it("fixed: begins anew when its window has passed", () => {
    expect(allowed("fixed", 2, [100, 200, 300, 1099, 1100, 1200, 1300])).toEqual([1, 1, 0, 0, 1, 1, 0])
    expect(run("fixed", 1, [100, 350])[1]).toEqual({ allowed: false, remaining: 0, reset: 750, retryAfter: 750 })
  })

  it("sliding: no burst at the edge of two windows", () => {
    expect(allowed("sliding", 2, [900, 950, 1010, 1490, 1501, 1999, 2500])).toEqual([1, 1, 0, 0, 1, 0, 1])
    expect(allowed("fixed", 2, [0, 950, 1010, 1020])).toEqual([1, 1, 1, 1])
  })

  it("token bucket: a burst, then a steady rate", () => {
    expect(allowed("token-bucket", 4, [0, 0, 0, 0, 0, 250, 260, 499, 500, 9000])).toEqual([
      1, 1, 1, 1, 0, 1, 0, 0, 1, 1,
    ])
    expect(run("token-bucket", 4, [0])[0]).toEqual({ allowed: true, remaining: 3, reset: 250, retryAfter: 0 })
  })

  it.each(["fixed", "sliding", "token-bucket"] as const)(
    "%s: waiting as long as it says is enough, and needed",
    (algorithm) => {
      for (const limit of [1, 2, 7]) {
        let now = 12_345
        let state: RateState | undefined
        const rule = { algorithm, limit, window: 1000 }
        const take = (at: number) => algorithms[algorithm](state, rule, at)
        for (let i = 0; i < 200; i++) {
          now += (i * 37) % 91
          const [next, decision] = take(now)
          state = next
          if (decision.allowed) continue
          expect(take(now + Math.ceil(decision.retryAfter) + 1)[1].allowed).toBe(true)
          expect(take(now + Math.floor(decision.retryAfter) - 1)[1].allowed).toBe(false)
          expect(decision.remaining).toBe(0)
        }
      }
    },
  )
})

describe("the store in memory", () => {
  it("is bounded: what came longest ago is forgotten", () => {
    const store = new MemoryRates(3, () => 1000)
    const rule = { algorithm: "fixed", limit: 1, window: 1000 } as const
    for (const key of ["a", "b", "a", "c", "d"]) store.take(key, rule)
    expect(store.size).toBe(3)
    expect(store.take("a", rule).allowed).toBe(false)
    expect(store.take("b", rule).allowed).toBe(true)
  })
})

describe("a store that does not answer", () => {
  const away: RateStore = { take: () => Promise.reject(new Unavailable("away", 2)) }
  const answer = async (onStoreFailure?: RateLimitOptions["onStoreFailure"], store = away) => {
    const options = { limit: 1, per: "1m", name: "x", store } as const
    const app = appOf(rateLimit(onStoreFailure ? { ...options, onStoreFailure } : options), ping("/"))
    return ask(app)
  }

  it("refuses with 503, or allows, as it is told", async () => {
    const refused = await answer()
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"])
    expect((await answer("refuse")).status).toBe(503)
    const allowed = await answer("allow")
    expect([allowed.status, allowed.headers.get("ratelimit")]).toEqual([204, null])
    const told: string[] = []
    await answer((error) => (told.push(error.message), "allow"))
    expect(told).toEqual(["away"])
  })

  it("is not excused for a fault of its own", async () => {
    expect((await answer("allow", { take: () => Promise.reject(new TypeError("bug")) })).status).toBe(500)
  })
})

describe("a limit that cannot be meant", () => {
  it.each<RateLimitOptions>([
    { limit: 0, per: "1m" },
    { limit: 1.5, per: "1m" },
    { limit: 1, per: "1 minute" as "1m" },
    { limit: 1, per: 0 },
    { limit: 1, per: "1m", algorithm: "constructor" as "fixed" },
    { limit: 1, per: "1m", name: 'a"b' },
    { limit: 1, per: "1m", store: { take: () => Promise.reject(new Error("x")) } },
  ])("is refused at once: %j", (options) => {
    expect(() => rateLimit(options)).toThrow(expect.objectContaining({ code: "option-invalid" }) as Error)
  })
})

it("stands in the plan, with its answers", () => {
  const { plans } = appOf(ping("/", rateLimit({ limit: 10, per: "1m" })))
  const step = plans[0]!.steps.find(({ name }) => name === "rate limit")
  expect(step).toMatchObject({ kind: "middleware", note: "10 per 1m, fixed, by ip" })
  expect(plans[0]!.errors).toMatchObject([{ status: 429, code: "too-many-requests" }])
})

it("is there without HTTP", async () => {
  const limiter = new RateLimiter({ limit: 1, per: "1h" })
  expect([await limiter.take("a"), await limiter.take("a"), await limiter.take("b")]).toMatchObject([
    { allowed: true },
    { allowed: false },
    { allowed: true },
  ])
})
