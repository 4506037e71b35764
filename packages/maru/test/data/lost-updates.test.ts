import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { type Database, StaleData } from "../../src/data.ts"
import { eachEngine } from "./engines.ts"
import { Book, libraryOn, openOn, writer } from "./library.ts"
import { Order, shopModels } from "./shop.ts"

// Two that change the same row at the same time: three ways of losing nothing, and what happens without them.

/** Waits until so many are there, and lets everybody go on who comes later. */
function meeting(count: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let there = 0
  return () => {
    if (++there === count) resolve()
    return promise
  }
}

const both = (work: () => Promise<void>): Promise<void[]> => Promise.all([work(), work()])

eachEngine((engine) => {
  async function counter(database: Database): Promise<void> {
    await database.transaction((db) => db.add(new Book({ title: "Counter", pages: 1, writer: writer("Ada") })))
  }

  async function pages(database: Database): Promise<number> {
    await using db = database.session()
    return (await db.query(Book).one()).pages
  }

  describe("two changes of one row", () => {
    it("without anything: the last one wins", async () => {
      await using database = await libraryOn(engine)
      await counter(database)
      const bothHaveRead = meeting(2)
      await both(() =>
        database.transaction(async (db) => {
          const book = await db.query(Book).one()
          await bothHaveRead()
          book.pages += 1
        }),
      )
      expect(await pages(database)).toBe(2)
    })

    it("with a lock: the second one waits and reads what the first has written", async () => {
      await using database = await libraryOn(engine)
      await counter(database)
      await both(() =>
        database.transaction(async (db) => {
          const book = await db.query(Book).lock("update").one()
          await sleep(30)
          book.pages += 1
        }),
      )
      expect(await pages(database)).toBe(3)
    })

    it("with a version: the second one is told, and done again if it wants", async () => {
      await using database = await openOn(engine, shopModels)
      await database.transaction((db) => db.add(new Order({ note: "" })))
      const bothHaveRead = meeting(2)
      const append = (retries: number) =>
        database.transaction(
          async (db) => {
            const order = await db.query(Order).one()
            await bothHaveRead()
            order.note += "x"
          },
          { retries },
        )
      const outcomes = await Promise.allSettled([append(0), append(0)])
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
      expect(outcomes.find((outcome) => outcome.status === "rejected")!.reason).toBeInstanceOf(StaleData)
      await Promise.all([append(5), append(5)])
      await using db = database.session()
      expect((await db.query(Order).one()).note).toBe("xxx")
    })
  })

  describe("a transaction", () => {
    it("returns what its work returns, and keeps nothing when that throws", async () => {
      await using database = await libraryOn(engine)
      expect(await database.transaction(() => 3)).toBe(3)
      const failing = database.transaction(async (db) => {
        db.add(writer("Ada"))
        await db.flush()
        throw new Error("no")
      })
      await expect(failing).rejects.toThrow("no")
      await counter(database)
      expect(await pages(database)).toBe(1)
    })
  })
})
