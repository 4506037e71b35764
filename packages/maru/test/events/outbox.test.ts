import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { App, type AppPart, type OutboxOptions, on, outbox, signal } from "../../src/index.ts"
import { eachEngine, engines } from "../data/engines.ts"
import { Kept, Paid, shop, until } from "./shop.ts"

type Shop = Awaited<ReturnType<typeof shop>>

const quick: OutboxOptions = { poll: 20, backoff: 1, lease: 30_000 }
const program = fileURLToPath(new URL("./crash-program.ts", import.meta.url))

function appOf({ database }: Shop, parts: readonly AppPart[], options: OutboxOptions = quick) {
  const reports: unknown[] = []
  const report = ({ error }: { error: unknown }) => void reports.push(String(error))
  const app = new App({ title: "Test", version: "1", report }, [...parts, outbox(database, Kept, options)])
  return { app, reports, [Symbol.asyncDispose]: () => app.close() }
}

/** Emits in one unit of work. */
const pay = (app: App, { emit }: Shop, item: string, ...ids: number[]) =>
  app.run({ emit }, ({ emit }) => {
    for (const id of ids) emit(Paid, { id, item })
  })

const left = async ({ database }: Shop) => {
  await using db = database.session()
  return await db.query(Kept).orderBy("id").all()
}
const allDone = (place: Shop) => until(async () => (await left(place)).length === 0)

eachEngine((engine) => {
  describe("an outbox", () => {
    it("delivers what is committed, wakened by the commit", async () => {
      await using place = await shop(engine)
      const seen: unknown[] = []
      const handler = on(Paid, {}, (_, { payload, attempt }) => void seen.push([payload.id, attempt]))
      // Nobody would look again for an hour.
      await using running = appOf(place, [handler], { poll: 3_600_000 })
      await pay(running.app, place, "tea", 1)
      await allDone(place)
      await pay(running.app, place, "tea", 2)
      await allDone(place)
      expect(seen).toEqual([
        [1, 1],
        [2, 1],
      ])
    })

    it("keeps nothing of work that is rolled back", async () => {
      await using place = await shop(engine)
      await using running = appOf(place, [])
      const failing = running.app.run({ db: place.db, emit: place.emit }, async ({ db, emit }) => {
        emit(Paid, { id: 1, item: "tea" })
        await db.flush()
        throw new Error("no")
      })
      await expect(failing).rejects.toThrow("no")
      expect(await left(place)).toEqual([])
    })

    it("keeps the order of a key, and lets others pass one that fails", async () => {
      await using place = await shop(engine)
      const seen: string[] = []
      let broken = true
      const handler = on(Paid, {}, (_, { payload: { item, id } }) => {
        if (item === "tea" && id === 2 && broken) throw new Error("spilled")
        seen.push(`${item} ${id}`)
      })
      await using running = appOf(place, [handler], { ...quick, attempts: 10_000 })
      await pay(running.app, place, "tea", 1, 2, 3, 4)
      await pay(running.app, place, "rice", 1, 2)
      await until(() => seen.includes("rice 2"))
      await until(async () => (await left(place)).some(({ attempts }) => attempts >= 2))
      expect(seen.filter((each) => each.startsWith("tea"))).toEqual(["tea 1"])
      expect((await left(place))[0]).toMatchObject({ key: "tea", error: "Error: spilled", dead: false })
      broken = false
      await allDone(place)
      expect(seen.filter((each) => each.startsWith("tea"))).toEqual(["tea 1", "tea 2", "tea 3", "tea 4"])
      expect(seen.filter((each) => each.startsWith("rice"))).toEqual(["rice 1", "rice 2"])
      expect(running.reports).toContain("Error: spilled")
    }, 40_000)

    it("gives up after so many attempts, with the same id in each, and keeps the row", async () => {
      await using place = await shop(engine)
      const seen: (readonly [string, number])[] = []
      const handler = on(Paid, {}, (_, { id, payload, attempt }) => {
        seen.push([id, attempt])
        if (payload.id === 1) throw new Error("never")
      })
      await using running = appOf(place, [handler], { ...quick, attempts: 3 })
      await pay(running.app, place, "tea", 1, 2)
      await until(() => seen.length === 4)
      await until(async () => (await left(place)).length === 1)
      const [row] = await left(place)
      expect(row).toMatchObject({ dead: true, attempts: 3, error: "Error: never" })
      expect(seen.slice(0, 3)).toEqual([1, 2, 3].map((attempt) => [row!.event, attempt]))
      expect(seen[3]![1]).toBe(1)
    }, 40_000)

    it("of several applications delivers each event once", async () => {
      await using place = await shop(engine)
      const seen: number[] = []
      const handler = () => on(Paid, {}, (_, { payload }) => void seen.push(payload.id))
      await using one = appOf(place, [handler()])
      await using two = appOf(place, [handler()])
      await using three = appOf(place, [handler()])
      await Promise.all([one, two, three].map(({ app }) => app.start()))
      const ids = Array.from({ length: 30 }, (_, index) => index + 1)
      for (const id of ids) await pay(one.app, place, `item ${id % 7}`, id)
      await allDone(place)
      expect(seen.toSorted((a, b) => a - b)).toEqual(ids)
      for (let kind = 0; kind < 7; kind++) {
        const ofKind = seen.filter((id) => id % 7 === kind)
        expect(ofKind).toEqual(ofKind.toSorted((a, b) => a - b))
      }
    }, 40_000)

    it("takes over what another did not finish within its lease, whose handler is told", async () => {
      await using place = await shop(engine)
      const seen: string[] = []
      const slow = on(Paid, { signal }, async ({ signal }) => {
        seen.push("begun")
        await new Promise((resolve) => signal.addEventListener("abort", resolve))
        seen.push("aborted")
        throw signal.reason
      })
      await using one = appOf(place, [slow], { ...quick, lease: 200 })
      await pay(one.app, place, "tea", 1)
      await until(() => seen.includes("begun"))
      await until(() => seen.includes("aborted"))
      await one.app.close()
      await using two = appOf(place, [on(Paid, {}, (_, { attempt }) => void seen.push(`done ${attempt > 0}`))])
      await two.app.start()
      await allDone(place)
      expect(seen.at(-1)).toBe("done true")
    }, 40_000)

    it("closes with a handler that has to be told, and leaves the event for later", async () => {
      await using place = await shop(engine)
      const seen: string[] = []
      const slow = on(Paid, { signal }, async ({ signal }) => {
        seen.push("begun")
        await new Promise((resolve) => signal.addEventListener("abort", resolve))
        throw signal.reason
      })
      await using one = appOf(place, [slow])
      await pay(one.app, place, "tea", 1)
      await until(() => seen.length > 0)
      await one.app.close()
      expect(await left(place)).toMatchObject([{ attempts: 1, dead: false }])
    }, 40_000)

    it("leaves alone what nobody here takes", async () => {
      await using place = await shop(engine)
      const seen: number[] = []
      await using deaf = appOf(place, [])
      await pay(deaf.app, place, "tea", 1)
      await using running = appOf(place, [on(Paid, {}, (_, { payload }) => void seen.push(payload.id))])
      await running.app.start()
      await allDone(place)
      expect(seen).toEqual([1])
    })
  })
})

// A database in memory dies with its process.
for (const engine of engines.filter(({ name }) => name !== "SQLite in memory")) {
  describe(`what was committed on ${engine.name}`, () => {
    it("is delivered by the next process where the first one is killed", async () => {
      await using place = await shop(engine)
      const child = spawn(process.execPath, [program, place.url, engine.dialect], {
        stdio: ["ignore", "pipe", "inherit"],
      })
      let said = ""
      child.stdout.on("data", (text: Buffer) => (said += text.toString()))
      await until(() => said.includes("committed") && said.includes("delivering"))
      child.kill("SIGKILL")
      await once(child, "close")
      const seen: unknown[] = []
      const handler = on(Paid, {}, (_, { id, payload }) => void seen.push([id, payload]))
      const [kept] = await left(place)
      await using running = appOf(place, [handler])
      await running.app.start()
      await allDone(place)
      expect(seen).toEqual([[kept!.event, { id: 7, item: "tea" }]])
    }, 60_000)
  })
}

describe("the options of an outbox", () => {
  it.each([{ poll: 0 }, { lease: -1 }, { attempts: Number.NaN }])("%j are refused", async (options) => {
    await using place = await shop()
    expect(() => outbox(place.database, Kept, options)).toThrow(
      expect.objectContaining({ code: "option-invalid" }) as Error,
    )
  })

  it("are those of one outbox: a second is refused", async () => {
    await using place = await shop()
    const app = new App({ title: "Test", version: "1" }, [outbox(place.database, Kept), outbox(place.database, Kept)])
    await expect(app.start()).rejects.toMatchObject({ code: "option-invalid" })
  })
})
