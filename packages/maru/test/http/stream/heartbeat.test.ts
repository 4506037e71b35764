import { describe, expect, it } from "vitest"
import { Heartbeat } from "../../../src/http/stream/heartbeat.ts"
import { toWebStream } from "../../../src/http/web-stream.ts"

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A source that gives what it is told to, when it is told to. */
function controlled() {
  const log: string[] = []
  let settle: ((result: IteratorResult<string>) => void) | undefined
  let fail: ((error: Error) => void) | undefined
  const source: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next() {
        log.push("next")
        return new Promise<IteratorResult<string>>((resolve, reject) => {
          settle = resolve
          fail = reject
        })
      },
      async return() {
        log.push("return")
        return { done: true as const, value: undefined }
      },
    }),
  }
  return {
    log,
    source,
    give: (value: string) => settle!({ done: false, value }),
    end: () => settle!({ done: true, value: undefined }),
    fail: (error: Error) => fail!(error),
  }
}

const identity = (value: string) => value

describe("Heartbeat", () => {
  it("hands on values and the end", async () => {
    const pieces: string[] = []
    for await (const piece of new Heartbeat([1, 2, 3], (value) => `<${value}>`, "beat", 1000)) pieces.push(piece)
    expect(pieces).toEqual(["<1>", "<2>", "<3>"])
  })

  it("beats while the source is silent and loses no value", async () => {
    const { source, log, give, end } = controlled()
    const stream = new Heartbeat(source, identity, "beat", 10)
    expect(await stream.next()).toEqual({ done: false, value: "beat" })
    expect(await stream.next()).toEqual({ done: false, value: "beat" })
    give("late")
    await pause(1)
    expect(await stream.next()).toEqual({ done: false, value: "late" })
    const next = stream.next()
    give("now")
    expect(await next).toEqual({ done: false, value: "now" })
    expect(log).toEqual(["next", "next"])
    const last = stream.next()
    end()
    expect((await last).done).toBe(true)
    expect((await stream.next()).done).toBe(true)
    expect(log).toEqual(["next", "next", "next"])
  })

  it("never beats with an interval of 0, and pulls nothing that is not asked for", async () => {
    const { source, log, give } = controlled()
    const stream = new Heartbeat(source, identity, "beat", 0)
    await pause(5)
    expect(log).toEqual([])
    const next = stream.next()
    await pause(20)
    give("a")
    expect((await next).value).toBe("a")
  })

  it("lets a reader go that leaves while the source is silent", async () => {
    const { source, log } = controlled()
    const stream = new Heartbeat(source, identity, "beat", 10_000)
    const waiting = stream.next()
    await stream.return()
    expect((await waiting).done).toBe(true)
    expect(log).toEqual(["next", "return"])
    await stream.return()
    expect(log).toEqual(["next", "return"])
  })

  it("waits for a generator's own clean-up where that can end", async () => {
    const log: string[] = []
    async function* source() {
      try {
        yield "a"
        yield "b"
      } finally {
        await pause(5)
        log.push("closed")
      }
    }
    const stream = new Heartbeat(source(), identity, "beat", 10_000)
    await stream.next()
    await stream.return()
    expect(log).toEqual(["closed"])
  })

  it("hands on the error of a source, once, and does not call return on it", async () => {
    const { source, log, fail } = controlled()
    const stream = new Heartbeat(source, identity, "beat", 10)
    await stream.next()
    fail(new Error("lost"))
    await expect(stream.next()).rejects.toThrow("lost")
    expect((await stream.next()).done).toBe(true)
    expect(log).toEqual(["next"])
  })

  it("leaves a source whose value cannot be written", async () => {
    const { source, log, give } = controlled()
    const stream = new Heartbeat(
      source,
      () => {
        throw new Error("unfit")
      },
      "beat",
      0,
    )
    const next = stream.next()
    give("a")
    await expect(next).rejects.toThrow("unfit")
    expect(log).toEqual(["next", "return"])
    expect((await stream.next()).done).toBe(true)
  })

  it("takes plain iterables and sources that throw at once", async () => {
    const closed: string[] = []
    function* source() {
      try {
        yield "a"
        yield "b"
      } finally {
        closed.push("closed")
      }
    }
    const stream = new Heartbeat(source(), identity, "beat", 0)
    expect((await stream.next()).value).toBe("a")
    await stream.return()
    expect(closed).toEqual(["closed"])
    const broken: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next() {
          throw new Error("at once")
        },
      }),
    }
    await expect(new Heartbeat(broken, identity, "", 0).next()).rejects.toThrow("at once")
  })

  it("stops its source when a web stream is cancelled", async () => {
    const { source, log } = controlled()
    const reader = toWebStream(new Heartbeat(source, identity, "beat", 5)).getReader()
    expect(new TextDecoder().decode((await reader.read()).value)).toBe("beat")
    const waiting = reader.read()
    await reader.cancel()
    expect((await waiting).done).toBe(true)
    expect(log).toEqual(["next", "return"])
  })
})
