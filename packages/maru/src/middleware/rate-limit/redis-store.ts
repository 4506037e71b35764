import { RedisConnection } from "../../redis/connection.ts"
import type { RateDecision, RateRule } from "./algorithms.ts"
import type { RateStore } from "./store.ts"

/** How counts are kept in Redis or Valkey. */
export interface RedisRateOptions {
  /** Stands before every key. Default "maru:rate:". */
  readonly prefix?: string
  /** Milliseconds that an answer may take. Default 500. */
  readonly patience?: number
}

/**
 * Counts in Redis or Valkey, shared by all processes and machines, by its clock. One script reads and writes, so that
 * counts are exact. While it cannot be reached, `onStoreFailure` decides: at once, or within `patience` where it hangs.
 *
 * @param url "redis://user:password@host:6379/0", or "rediss:" with TLS
 */
export function redisRates(url: string, options: RedisRateOptions = {}): RateStore & Disposable {
  const connection = new RedisConnection(url, options.patience ?? 500, "The store of rate limits")
  return new RedisRates(connection, options.prefix ?? "maru:rate:")
}

// The algorithms of `algorithms.ts`. A hash has the three numbers; it goes when they no longer matter.
const script = `
local limit, window = tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call("TIME")
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local state = redis.call("HMGET", KEYS[1], "a", "b", "c")
local a, b, c = tonumber(state[1]), tonumber(state[2]), tonumber(state[3])
local allowed, remaining, reset, wait, kept

if ARGV[1] == "fixed" then
  if not b or b <= now then a, b = 0, now + window end
  allowed = a < limit
  if allowed then a = a + 1 end
  c, remaining, reset, kept = 0, limit - a, b - now, b - now
  wait = reset
elseif ARGV[1] == "sliding" then
  local start = now - now % window
  local current, previous = 0, 0
  if a == start then current, previous = b, c elseif a == start - window then previous = b end
  local elapsed = now - start
  local used = previous * (window - elapsed) / window + current
  allowed = used + 1 <= limit
  if not allowed then
    if current < limit then wait = window * (1 - (limit - 1 - current) / previous) - elapsed
    else wait = window - elapsed + window * (1 - (limit - 1) / current) end
  end
  local taken = allowed and 1 or 0
  remaining = math.max(0, math.floor(limit - used - taken))
  a, b, c, reset, kept = start, current + taken, previous, window - elapsed, 2 * window
else
  local each = window / limit
  local tokens = limit
  if a then tokens = math.min(limit, a + math.max(0, now - b) / each) end
  allowed = tokens >= 1
  if allowed then tokens = tokens - 1 end
  wait = (1 - tokens) * each
  a, b, c, remaining, reset = tokens, now, 0, math.floor(tokens), (limit - tokens) * each
  kept = reset
end

local exact = "%.17g"
redis.call("HSET", KEYS[1], "a", exact:format(a), "b", exact:format(b), "c", exact:format(c))
redis.call("PEXPIRE", KEYS[1], math.max(1, math.ceil(kept)))
return { allowed and 1 or 0, exact:format(remaining), exact:format(reset), allowed and "0" or exact:format(wait) }`

type Reply = [allowed: 0 | 1, remaining: string, reset: string, retryAfter: string]

export class RedisRates implements RateStore, Disposable {
  readonly #connection: RedisConnection
  readonly #prefix: string
  readonly #now: (() => number) | undefined

  /** @param now another clock than that of Redis, for tests */
  constructor(connection: RedisConnection, prefix: string, now?: () => number) {
    this.#connection = connection
    this.#prefix = prefix
    this.#now = now
  }

  async take(key: string, { algorithm, limit, window }: RateRule): Promise<RateDecision> {
    const now = this.#now?.() ?? ""
    const reply = await this.#connection.use((redis) =>
      redis.eval(script, 1, `${this.#prefix}${key}`, algorithm, limit, window, now),
    )
    const [allowed, remaining, reset, retryAfter] = reply as Reply
    return {
      allowed: allowed === 1,
      remaining: Number(remaining),
      reset: Number(reset),
      retryAfter: Number(retryAfter),
    }
  }

  /** Closes the connection; the next use opens another one. */
  [Symbol.dispose](): void {
    this.#connection.close()
  }
}
