import { describe, expect, it } from "vitest"
import { DatabaseUnavailable } from "../../src/data.ts"
import { BoundedCache } from "../../src/data/bounded-cache.ts"
import { WriterQueue } from "../../src/data/dialects/sqlite/writer-queue.ts"

describe("a bounded cache", () => {
  it("keeps what is used and never more than its limit", () => {
    const cache = new BoundedCache<number, string>(10)
    cache.set(0, "used")
    for (let key = 1; key < 1000; key++) {
      cache.set(key, "x")
      expect(cache.get(0)).toBe("used")
      expect(cache.size).toBeLessThanOrEqual(10)
    }
    expect(cache.get(1)).toBeUndefined()
    expect(cache.get(999)).toBe("x")
  })
})

describe("the writers' queue", () => {
  it("gives the turn at once when it is free, and then in order", async () => {
    const queue = new WriterQueue({ limit: 5, wait: 1000 })
    expect(queue.acquire()).toBeUndefined()
    const order: number[] = []
    const turns = [1, 2, 3].map((number) => queue.acquire()!.then(() => order.push(number)))
    expect(queue.length).toBe(3)
    for (const turn of turns) {
      queue.release()
      await turn
    }
    expect(order).toEqual([1, 2, 3])
    queue.release()
    expect(queue.held).toBe(false)
  })

  it("refuses beyond its limit, and forgets who gave up", async () => {
    const queue = new WriterQueue({ limit: 1, wait: 10 })
    expect(queue.acquire()).toBeUndefined()
    const waiting = queue.acquire()!
    await expect(queue.acquire()).rejects.toThrow("1 units of work are already waiting")
    await expect(waiting).rejects.toBeInstanceOf(DatabaseUnavailable)
    expect(queue.length).toBe(0)
    queue.release()
    expect(queue.acquire()).toBeUndefined()
  })
})
