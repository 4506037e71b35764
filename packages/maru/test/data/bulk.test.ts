import { describe, expect, it } from "vitest"
import { z } from "zod"
import {
  column,
  decimal,
  expression,
  increment,
  model,
  primaryKey,
  timestamp,
  unique,
  version,
} from "../../src/data.ts"
import { type TestEngine, eachEngine } from "./engines.ts"
import { Book, Review, Writer, libraryOn, openOn, statementsOf, writer } from "./library.ts"

/** Numbers of every kind, and columns that follow changes by themselves. */
class Item extends model("items", {
  id: primaryKey(),
  code: unique(z.string()),
  price: decimal(10, 2),
  stock: z.int().nullable(),
  sold: z.bigint().default(0n),
  weight: z.number().default(1),
  changedAt: timestamp({ onUpdate: true }),
  version: version(),
}) {}

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id)

async function books(engine: TestEngine) {
  const database = await libraryOn(engine)
  await using db = database.session()
  const [ada, ben] = [db.add(writer("Ada")), db.add(writer("Ben"))]
  for (let number = 1; number <= 5; number++) {
    const kind = number % 2 ? "novel" : "poems"
    const book = db.add(new Book({ title: `B${number}`, pages: number * 10, kind, writer: number < 4 ? ada : ben }))
    db.add(new Review({ text: "r", stars: number, book, by: ben }))
  }
  await db.commit()
  return database
}

async function items(engine: TestEngine) {
  const database = await openOn(engine, [Item])
  await using db = database.session()
  for (const [place, stock] of [4, null, 2].entries()) {
    db.add(new Item({ code: `c${place}`, price: `${place + 1}.10`, stock, sold: 2n ** 60n, weight: place + 0.5 }))
  }
  await db.commit()
  return database
}

eachEngine((engine) => {
  describe("aggregates", () => {
    it("are exact for every type of number", async () => {
      await using database = await items(engine)
      await using db = database.session()
      const found = await db.query(Item).aggregate({
        n: "count",
        stocked: { count: "stock" },
        prices: { sum: "price" },
        mean: { avg: "price" },
        best: { max: "price" },
        sold: { sum: "sold" },
        most: { max: "sold" },
        stock: { avg: "stock" },
        weight: { sum: "weight" },
        last: { max: "code" },
      })
      expect(found).toEqual({
        n: 3,
        stocked: 2,
        prices: "6.30",
        mean: 2.1,
        best: "3.10",
        sold: 3n * 2n ** 60n,
        most: 2n ** 60n,
        stock: 3,
        weight: 4.5,
        last: "c2",
      })
    })

    it("of no rows are 0 or null", async () => {
      await using database = await items(engine)
      await using db = database.session()
      const none = db.query(Item).where({ id: 99 })
      expect(
        await none.aggregate({ n: "count", p: { sum: "price" }, s: { sum: "sold" }, w: { sum: "weight" } }),
      ).toEqual({
        n: 0,
        p: "0.00",
        s: 0n,
        w: 0,
      })
      expect(await none.aggregate({ a: { avg: "stock" }, b: { min: "changedAt" } })).toEqual({ a: null, b: null })
    })

    it("are asked of groups", async () => {
      await using database = await books(engine)
      await using db = database.session()
      const groups = db
        .query(Book)
        .where({ id: { gt: 1 } })
        .groupBy("kind", "writerId")
        .aggregate({ books: "count", longest: { max: "pages" }, latest: { max: "createdAt" } })
      const all = await groups.all()
      expect(all.map(({ kind, writerId, books: n, longest }) => [kind, writerId, n, longest])).toEqual([
        ["novel", 1, 1, 30],
        ["novel", 2, 1, 50],
        ["poems", 1, 1, 20],
        ["poems", 2, 1, 40],
      ])
      expect(all[0]!.latest).toBeInstanceOf(Date)
      const some = await groups
        .having({ longest: { gt: 20, lte: 50 } })
        .orderBy("longest", "desc")
        .limit(2)
        .all()
      expect(some.map(({ longest }) => longest)).toEqual([50, 40])
      expect((await groups.orderBy("writerId", "desc").offset(1).first())?.kind).toBe("poems")
      const distinct = await db
        .query(Book)
        .groupBy("kind")
        .aggregate({ writers: { countDistinct: "writerId" } })
        .all()
      expect(distinct).toEqual([
        { kind: "novel", writers: 2 },
        { kind: "poems", writers: 2 },
      ])
    })

    it.each<[string, object]>([
      ["what is no column", { a: { sum: "page" } }],
      ["what cannot be added", { a: { sum: "title" } }],
      ["what has no order", { a: { max: "tags" } }],
      ["what is no operation", { a: { median: "pages" } }],
      ["two at once", { a: { min: "pages", max: "pages" } }],
    ])("refuse %s", async (_name, aggregates) => {
      await using database = await libraryOn(engine)
      await using db = database.session()
      await expect(db.query(Book).aggregate(aggregates as never)).rejects.toMatchObject({ code: "query-invalid" })
    })
  })

  describe("a change of many rows", () => {
    it("sets values, and what follows from the rows themselves", async () => {
      await using database = await items(engine)
      await using db = database.session()
      const before = (await db.get(Item, 1))!.changedAt
      const low = db.query(Item).where({ id: { lte: 2 } })
      expect(await low.update({ price: increment("0.05"), sold: increment(-1n), stock: increment(1) })).toBe(2)
      expect(await db.query(Item).update({ weight: expression`${column("weight")} * ${2}` })).toBe(3)
      const rows = await db.query(Item).orderBy("id").all()
      expect(rows.map(({ price, stock, weight }) => [price, stock, weight])).toEqual([
        ["1.15", 5, 1],
        ["2.15", null, 3],
        ["3.10", 2, 5],
      ])
      expect(rows[0]!.sold).toBe(2n ** 60n - 1n)
      expect(rows.map((row) => row.version)).toEqual([3, 3, 2])
      expect(rows[0]!.changedAt.getTime()).toBeGreaterThanOrEqual(before.getTime())
    })

    it("flushes first, and leaves nothing stale", async () => {
      await using database = await books(engine)
      await using db = database.session()
      const ada = (await db.get(Writer, 1, { with: { books: true } }))!
      const [first] = ada.books
      first!.title = "mine"
      const ben = (await db.get(Writer, 2))!
      expect(await db.query(Book).where({ title: "mine" }).update({ pages: 7, writer: ben, kind: "essay" })).toBe(1)
      expect(() => first!.pages).toThrow("is not known any more")
      expect(() => ada.books).toThrow("is not loaded")
      expect(ada.name).toBe("Ada")
      expect(await db.refresh(first!)).toMatchObject({ title: "mine", pages: 7, writerId: 2, kind: "essay" })
      await db.commit()
      await using later = database.session()
      expect(await later.query(Book).where({ pages: 7 }).count()).toBe(1)
    })

    it("is one statement, found by its shape", async () => {
      await using database = await books(engine)
      await using db = database.session()
      const statements = await statementsOf(database, async () => {
        await db.query(Book).where({ id: 1 }).update({ pages: 70 })
        await db.query(Book).where({ id: 2 }).update({ pages: 80 })
      })
      const texts = statements.map(({ text }) => text).filter((text) => text.startsWith("UPDATE"))
      expect(texts).toHaveLength(2)
      expect(new Set(texts).size).toBe(1)
      expect(texts[0]).not.toContain("70")
    })

    it("deletes, and what belonged to the rows is not known any more", async () => {
      await using database = await books(engine)
      await using db = database.session()
      const review = (await db.get(Review, 1))!
      const other = (await db.get(Writer, 1))!
      expect(
        await db
          .query(Book)
          .where({ writer: { name: "Ada" }, pages: { lt: 30 } })
          .delete(),
      ).toBe(2)
      expect(() => review.text).toThrow("is not known any more")
      expect(other.name).toBe("Ada")
      expect(await db.query(Review).count()).toBe(3)
      await db.rollback()
      expect(ids(await db.query(Book).orderBy("id").all())).toEqual([1, 2, 3, 4, 5])
    })

    it("is undone by itself behind a savepoint", async () => {
      await using database = await books(engine)
      await using db = database.session()
      await db
        .nested(async () => {
          await db.query(Book).update({ pages: 1 })
          expect((await db.get(Book, 2))!.pages).toBe(1)
          throw new Error("back")
        })
        .catch(() => undefined)
      expect((await db.refresh((await db.get(Book, 2))!)).pages).toBe(20)
    })

    it("throws typed errors, and undoes the transaction", async () => {
      await using database = await items(engine)
      await using db = database.session()
      await expect(db.query(Item).update({ code: "same" })).rejects.toMatchObject({
        code: "unique-violation",
        model: "Item",
      })
      expect(db.inTransaction).toBe(false)
      await expect((async () => db.query(Item).update({ stock: 1.5 }))()).rejects.toMatchObject({
        code: "validation-failed",
      })
      for (const wrong of [{}, { id: 3 }, { stok: 1 }, { stock: undefined }]) {
        await expect((async () => db.query(Item).update(wrong as never))()).rejects.toMatchObject({
          code: "query-invalid",
        })
      }
      await expect((async () => db.query(Item).limit(1).delete())()).rejects.toMatchObject({ code: "query-invalid" })
    })
  })

  describe("many new rows", () => {
    it("are inserted with defaults, times and keys", async () => {
      await using database = await books(engine)
      await using db = database.session()
      const ada = (await db.get(Writer, 1, { with: { books: true } }))!
      const rows = Array.from({ length: 700 }, (_, place) => ({ title: `N${place}`, writerId: 1 }))
      expect(await db.insertMany(Book, [...rows, { title: "by entity", writer: ada, tags: ["x"] }])).toBe(701)
      expect(() => ada.books).toThrow("is not loaded")
      expect(await db.query(Book).where({ writer: ada }).count()).toBe(704)
      const last = await db.query(Book).where({ title: "by entity" }).one()
      expect(last).toMatchObject({ pages: 100, kind: "novel", tags: ["x"], writerId: 1 })
      expect(last.createdAt).toBeInstanceOf(Date)
      expect(await db.insertMany(Book, [])).toBe(0)
    })

    it("are checked before anything is written", async () => {
      await using database = await books(engine)
      await using db = database.session()
      const rows = [
        { title: "good", writerId: 1 },
        { title: "", writerId: 1 },
      ]
      await expect(db.insertMany(Book, rows)).rejects.toMatchObject({ code: "validation-failed" })
      await expect(db.insertMany(Book, [{ title: "x" } as never])).rejects.toMatchObject({ code: "validation-failed" })
      expect(await db.query(Book).count()).toBe(5)
    })

    it("change those that are there", async () => {
      await using database = await items(engine)
      await using db = database.session()
      const known = (await db.get(Item, 1))!
      const rows = [
        { code: "c0", price: "9.90", stock: 1 },
        { code: "c9", price: "1.00", stock: 1 },
        { code: "c9", price: "2.00", stock: 2 },
      ]
      await db.upsert(Item, rows, { on: ["code"], update: ["price"] })
      expect(() => known.price).toThrow("is not known any more")
      const all = await db.query(Item).orderBy("code").all()
      expect(all.map(({ code, price, stock, version: number }) => [code, price, stock, number])).toEqual([
        ["c0", "9.90", 4, 2],
        ["c1", "2.10", null, 1],
        ["c2", "3.10", 2, 1],
        ["c9", "2.00", 2, 1],
      ])
      await db.upsert(Item, [{ code: "c0", price: "0.00", stock: 0 }], { on: ["code"], update: [] })
      expect((await db.query(Item).where({ code: "c0" }).one()).price).toBe("9.90")
      const many = Array.from({ length: 1500 }, (_, place) => ({ code: `m${place}`, price: "1.00", stock: place }))
      const statements = await statementsOf(database, () => db.upsert(Item, many, { on: ["code"], update: ["stock"] }))
      expect(statements.length).toBeLessThan(12)
      expect(await db.query(Item).count()).toBe(1504)
    })
  })
})
