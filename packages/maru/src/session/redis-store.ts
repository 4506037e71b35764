import { RedisConnection } from "../redis/connection.ts"
import type { SessionChange, SessionRecord, SessionStore } from "./store.ts"

/** How sessions are kept in Redis or Valkey. */
export interface RedisSessionOptions {
  /** Stands before every key. Default "maru:session:". */
  readonly prefix?: string
  /** Milliseconds that a command may take before the request is answered by 503. Default 1000. */
  readonly patience?: number
}

/**
 * Sessions in Redis or Valkey, shared by all processes and machines, and there after a restart. While it cannot be
 * reached, requests that look at a session get a 503 at once, or within `patience` where it just hangs; all others are
 * answered as always, and so are these when it is back.
 *
 * @param url "redis://user:password@host:6379/0", or "rediss:" with TLS
 */
export function redisSessions(url: string, options: RedisSessionOptions = {}): SessionStore & Disposable {
  return new RedisSessions(
    new RedisConnection(url, options.patience ?? 1000, "The store of sessions"),
    options.prefix ?? "maru:session:",
  )
}

// A session is a hash: "meta" as JSON, "seen", "expires", and each value of its own, so that two requests that change
// different values do not undo each other. A sorted set has the keys of a user's sessions by their ends.

const createScript = `
redis.call("HSET", KEYS[1], unpack(ARGV, 4))
redis.call("PEXPIREAT", KEYS[1], ARGV[1])
if KEYS[2] then
  redis.call("ZADD", KEYS[2], ARGV[2], ARGV[3])
  local last = redis.call("ZREVRANGE", KEYS[2], 0, 0, "WITHSCORES")
  redis.call("PEXPIREAT", KEYS[2], last[2])
end`

const changeScript = `
if redis.call("EXISTS", KEYS[1]) == 0 then return 0 end
local kept = tonumber(ARGV[2])
redis.call("HSET", KEYS[1], unpack(ARGV, 3, 2 + kept))
if #ARGV > 2 + kept then redis.call("HDEL", KEYS[1], unpack(ARGV, 3 + kept)) end
redis.call("PEXPIREAT", KEYS[1], ARGV[1])
return 1`

class RedisSessions implements SessionStore, Disposable {
  readonly #connection: RedisConnection
  readonly #prefix: string

  constructor(connection: RedisConnection, prefix: string) {
    this.#connection = connection
    this.#prefix = prefix
  }

  async read(key: string): Promise<SessionRecord | undefined> {
    return recordOf(await this.#connection.use((redis) => redis.hgetall(this.#key(key))))
  }

  async create(key: string, record: SessionRecord): Promise<void> {
    const { user, device, createdAt, endsAt, seenAt, expiresAt, data } = record
    const meta = JSON.stringify({ user, device, createdAt, endsAt })
    const fields = ["meta", meta, "seen", seenAt, "expires", expiresAt, ...valueFields(Object.entries(data))]
    const keys = user === undefined ? [this.#key(key)] : [this.#key(key), this.#userKey(user)]
    await this.#connection.use((redis) =>
      redis.eval(createScript, keys.length, ...keys, expiresAt, endsAt, key, ...fields),
    )
  }

  async change(key: string, { seenAt, expiresAt, data }: SessionChange): Promise<boolean> {
    const entries = Object.entries(data)
    const set = entries.filter((entry): entry is [string, string] => entry[1] !== undefined)
    const kept = ["seen", seenAt, "expires", expiresAt, ...valueFields(set)]
    const removed = entries.filter(([, value]) => value === undefined).map(([name]) => `:${name}`)
    const changed = await this.#connection.use((redis) =>
      redis.eval(changeScript, 1, this.#key(key), expiresAt, kept.length, ...kept, ...removed),
    )
    return changed === 1
  }

  async remove(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    await this.#connection.use(async (redis) => {
      const metas = await Promise.all(keys.map((key) => redis.hget(this.#key(key), "meta")))
      const all = redis.multi().del(keys.map((key) => this.#key(key)))
      for (const [at, meta] of metas.entries()) {
        const user = meta === null ? undefined : (JSON.parse(meta) as Meta).user
        if (user !== undefined) all.zrem(this.#userKey(user), keys[at]!)
      }
      return all.exec()
    })
  }

  async list(user: string): Promise<Map<string, SessionRecord>> {
    return this.#connection.use(async (redis) => {
      const keys = await redis.zrangebyscore(this.#userKey(user), Date.now(), "+inf")
      const records = await Promise.all(keys.map((key) => redis.hgetall(this.#key(key))))
      const found = keys.flatMap((key, at) => {
        const record = recordOf(records[at]!)
        return record ? [[key, record] as const] : []
      })
      return new Map(found)
    })
  }

  /** Closes the connection; the next use opens another one. */
  [Symbol.dispose](): void {
    this.#connection.close()
  }

  #key(key: string): string {
    return `${this.#prefix}${key}`
  }

  #userKey(user: string): string {
    return `${this.#prefix}of:${user}`
  }
}

type Meta = Pick<SessionRecord, "user" | "device" | "createdAt" | "endsAt">

function valueFields(data: readonly (readonly [name: string, value: string])[]): string[] {
  return data.flatMap(([name, value]) => [`:${name}`, value])
}

function recordOf({ meta, seen, expires, ...values }: Record<string, string>): SessionRecord | undefined {
  if (meta === undefined) return undefined
  const { user, device, createdAt, endsAt } = JSON.parse(meta) as Meta
  const data = Object.fromEntries(Object.entries(values).map(([field, value]) => [field.slice(1), value]))
  return { user, device, createdAt, endsAt, seenAt: Number(seen), expiresAt: Number(expires), data }
}
