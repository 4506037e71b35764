import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, test } from "vitest"
import { DatabaseUnavailable } from "../../../src/data.ts"
import { Pool, type PoolLimits, type Poolable } from "../../../src/data/dialects/pool.ts"

class Fake implements Poolable {
  broken = false
  ended: "closed" | "destroyed" | undefined

  async close(): Promise<void> {
    this.ended = "closed"
  }

  destroy(): void {
    this.ended = "destroyed"
  }
}

const limits: PoolLimits = { connections: 2, waiting: 2, wait: 5000, idle: 60_000, lifetime: 60_000, drain: 20 }

interface Opened {
  readonly pool: Pool<Fake>
  readonly all: Fake[]
}

function opened(changes: Partial<PoolLimits> = {}): Opened {
  const all: Fake[] = []
  const open = async (): Promise<Fake> => {
    const fake = new Fake()
    all.push(fake)
    return fake
  }
  return { pool: new Pool(open, { ...limits, ...changes }), all }
}

const outcome = (work: unknown): Promise<unknown> =>
  Promise.resolve(work).then(
    (value) => value,
    (error: unknown) => error,
  )

const refused = expect.objectContaining({ name: "DatabaseUnavailable" })

describe("a pool", () => {
  test("gives the connection that was used last, without a wait", async () => {
    const { pool, all } = opened()
    const [first, second] = [await pool.acquire(), await pool.acquire()]
    pool.release(second)
    pool.release(first)
    expect(pool.acquire()).toBe(first)
    expect(all).toHaveLength(2)
  })

  test("never has more connections than its limit, and serves whoever waits in turn", async () => {
    const { pool, all } = opened()
    const [first, second] = [await pool.acquire(), await pool.acquire()]
    const order: string[] = []
    const third = Promise.resolve(pool.acquire()).then((connection) => [order.push("third"), connection][1])
    const fourth = Promise.resolve(pool.acquire()).then((connection) => [order.push("fourth"), connection][1])
    pool.release(second)
    expect(await third).toBe(second)
    pool.release(first)
    expect(await fourth).toBe(first)
    expect(order).toEqual(["third", "fourth"])
    expect(all).toHaveLength(2)
  })

  test("refuses when too many wait, or when the wait takes too long", async () => {
    const { pool } = opened({ wait: 10 })
    await pool.acquire()
    await pool.acquire()
    const waiting = [outcome(pool.acquire()), outcome(pool.acquire())]
    expect(() => pool.acquire()).toThrow(DatabaseUnavailable)
    expect(await Promise.all(waiting)).toEqual([refused, refused])
  })

  test("ends a wait when its signal aborts, and gives the connection to the next one", async () => {
    const { pool } = opened({ connections: 1 })
    const only = await pool.acquire()
    const controller = new AbortController()
    const gone = outcome(pool.acquire(controller.signal))
    const next = pool.acquire()
    controller.abort(new Error("gone"))
    expect(await gone).toEqual(new Error("gone"))
    pool.release(only)
    expect(await next).toBe(only)
    expect(() => pool.acquire(controller.signal)).toThrow("gone")
  })

  test("never gives out a broken connection, and opens another one for whoever waits", async () => {
    const { pool, all } = opened({ connections: 1 })
    const first = await pool.acquire()
    const next = pool.acquire()
    first.broken = true
    pool.release(first)
    expect(first.ended).toBe("destroyed")
    const second = await next
    expect(second).not.toBe(first)
    pool.release(second)
    second.broken = true
    expect(await pool.acquire()).toBe(all[2])
    expect(pool.size).toBe(1)
  })

  test("closes a connection that is too old or was unused for too long", async () => {
    const old = opened({ lifetime: 0 })
    const first = await old.pool.acquire()
    old.pool.release(first)
    expect(first.ended).toBe("closed")
    const unused = opened({ idle: 5 })
    unused.pool.release(await unused.pool.acquire())
    while (!unused.all[0]!.ended) await sleep(1)
    expect(unused.pool.size).toBe(0)
  })

  test("tells each of those who wait that no connection can be made, and tries again for the next one", async () => {
    let up = false
    const pool = new Pool(
      async () => {
        if (up) return new Fake()
        throw new DatabaseUnavailable("refused")
      },
      { ...limits, connections: 1 },
    )
    const all = await Promise.all([outcome(pool.acquire()), outcome(pool.acquire()), outcome(pool.acquire())])
    expect(all).toEqual([refused, refused, refused])
    expect(pool.size).toBe(0)
    up = true
    expect(await pool.acquire()).toBeInstanceOf(Fake)
  })

  test("closes: refuses whoever waits, lets the others finish, and ends those that take too long", async () => {
    const { pool, all } = opened()
    const [first, second] = [await pool.acquire(), await pool.acquire()]
    const waiting = outcome(pool.acquire())
    const closing = pool.close()
    expect(await waiting).toEqual(refused)
    pool.release(first)
    await closing
    expect(first.ended).toBe("closed")
    expect(second.ended).toBe("destroyed")
    expect(all).toHaveLength(2)
    expect(() => pool.acquire()).toThrow(DatabaseUnavailable)
  })

  test("closes what was still being opened", async () => {
    const slow = Promise.withResolvers<Fake>()
    const pool = new Pool(() => slow.promise, limits)
    const waiting = outcome(pool.acquire())
    const closing = pool.close()
    const late = new Fake()
    slow.resolve(late)
    await closing
    expect(await waiting).toEqual(refused)
    expect(late.ended).toBe("closed")
  })
})
