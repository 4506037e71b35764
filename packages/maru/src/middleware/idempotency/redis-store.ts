import { RedisConnection } from "../../redis/connection.ts"
import type { IdempotencyStore, KeptRequest } from "./store.ts"

/** How answers are kept in Redis or Valkey. */
export interface RedisAnswerOptions {
  /** Stands before every key. Default "maru:answer:". */
  readonly prefix?: string
  /** Milliseconds that Redis may take. Default 1000. */
  readonly patience?: number
}

/**
 * Answers in Redis or Valkey, shared by all processes and machines. While it cannot be reached, requests with a key are a
 * 503: without it nobody knows whether they have been done.
 *
 * @param url "redis://user:password@host:6379/0", or "rediss:" with TLS
 */
export function redisAnswers(url: string, options: RedisAnswerOptions = {}): IdempotencyStore & Disposable {
  const connection = new RedisConnection(url, options.patience ?? 1000, "The store of answers")
  return new RedisAnswers(connection, options.prefix ?? "maru:answer:")
}

const beginScript = `
local known = redis.call("GET", KEYS[1])
if known then return known end
redis.call("SET", KEYS[1], ARGV[1], "PX", ARGV[2])
return false`

// The owner stands first in the text, in quotes, so that no text has to be taken apart.
const ownedScript = `
local known = redis.call("GET", KEYS[1])
if not known or string.sub(known, 1, #ARGV[1]) ~= ARGV[1] then return 0 end
if #ARGV == 1 then redis.call("DEL", KEYS[1]) else redis.call("SET", KEYS[1], ARGV[2], "PX", ARGV[3]) end
return 1`

class RedisAnswers implements IdempotencyStore, Disposable {
  readonly #connection: RedisConnection
  readonly #prefix: string

  constructor(connection: RedisConnection, prefix: string) {
    this.#connection = connection
    this.#prefix = prefix
  }

  async begin(key: string, request: KeptRequest, time: number): Promise<KeptRequest | undefined> {
    const known = await this.#run(beginScript, key, textOf(request), Math.ceil(time))
    return typeof known === "string" ? (JSON.parse(known) as KeptRequest) : undefined
  }

  async finish(key: string, request: KeptRequest, time: number): Promise<void> {
    await this.#run(ownedScript, key, ownerText(request.owner), textOf(request), Math.ceil(time))
  }

  async abandon(key: string, owner: string): Promise<void> {
    await this.#run(ownedScript, key, ownerText(owner))
  }

  /** Closes the connection; the next use opens another one. */
  [Symbol.dispose](): void {
    this.#connection.close()
  }

  #run(script: string, key: string, ...args: (string | number)[]): Promise<unknown> {
    return this.#connection.use((redis) => redis.eval(script, 1, `${this.#prefix}${key}`, ...args))
  }
}

function textOf({ owner, ...rest }: KeptRequest): string {
  return JSON.stringify({ owner, ...rest })
}

function ownerText(owner: string): string {
  return `{"owner":${JSON.stringify(owner)}`
}
