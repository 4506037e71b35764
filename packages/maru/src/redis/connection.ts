import type { Redis } from "ioredis"
import { Unavailable } from "../errors/unavailable.ts"

/** A connection to Redis that nobody waits for longer than a while. It is made with the first command. */
export class RedisConnection {
  readonly #url: string
  /** Milliseconds. */
  readonly #patience: number
  readonly #what: string
  #client: Promise<Redis> | undefined
  #connecting: Promise<void> | undefined
  #lost = false

  /** @param what is missing while Redis is away, for the message: "The store of sessions" */
  constructor(url: string, patience: number, what: string) {
    this.#url = url
    this.#patience = patience
    this.#what = what
  }

  /**
   * Gives a command to Redis.
   * @throws Unavailable at once while the connection is lost, and when there is no answer in time
   */
  async use<T>(command: (client: Redis) => Promise<T>): Promise<T> {
    const client = await (this.#client ??= this.#open())
    if (this.#lost) throw this.#away()
    return this.#inTime(this.#ready(client).then(() => command(client)))
  }

  close(): void {
    const client = this.#client
    this.#client = undefined
    this.#lost = false
    void client?.then((opened) => opened.disconnect())
  }

  async #open(): Promise<Redis> {
    const { Redis } = await import("ioredis")
    const client = new Redis(this.#url, {
      connectTimeout: this.#patience,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (times) => Math.min(times * 100, 2000),
    })
    client.on("error", () => (this.#lost = client.status !== "ready"))
    client.on("close", () => (this.#lost = true))
    client.on("ready", () => (this.#lost = false))
    return client
  }

  /** One wait for all commands that come before the connection is there. */
  #ready(client: Redis): Promise<unknown> {
    if (client.status === "ready") return Promise.resolve()
    if (this.#connecting) return this.#connecting
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const settle = (how: () => void) => () => {
      this.#connecting = undefined
      how()
    }
    client.once("ready", settle(resolve))
    client.once("close", settle(reject))
    return (this.#connecting = promise)
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(this.#away()), this.#patience)
    try {
      return await Promise.race([answer, late])
    } catch (error) {
      throw isRefusal(error) ? error : this.#away(error)
    } finally {
      clearTimeout(timer)
    }
  }

  #away(cause?: unknown): Unavailable {
    return Object.assign(new Unavailable(`${this.#what} does not answer. Try again soon.`, 2), { cause })
  }
}

/** What Redis itself answers is a fault of the program, not of the connection. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === "ReplyError"
}
