import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { z } from "zod"
import { type DbSession, belongsTo, hidden, model, primaryKey } from "../../src/data.ts"
import { eachEngine } from "./engines.ts"
import { Book, Review, Shelf, Writer, libraryOn, openOn, statementsOf, writer } from "./library.ts"

/** Rows with values that are absent, equal, large and exact. */
class Score extends model("scores", {
  id: primaryKey(),
  points: z.int().nullable(),
  exact: z.bigint(),
  at: z.date().optional(),
  secret: hidden(z.string()),
  get rival() {
    return belongsTo(Score, { nullable: true })
  },
}) {}

const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id)

eachEngine((engine) => {
  describe("a library", () => {
    let shared: Awaited<ReturnType<typeof libraryOn>>
    beforeAll(async () => {
      shared = await libraryOn(engine)
      await using db = shared.session()
      const [ada, ben] = [db.add(writer("Ada")), db.add(writer("Ben"))]
      db.add(writer("Cyd"))
      for (let number = 1; number <= 6; number++) {
        const book = db.add(
          new Book({ title: `B${number}`, pages: 10 * (number % 3) + 1, writer: number % 2 ? ben : ada }),
        )
        book.createdAt = new Date(Date.UTC(2026, 0, number))
        for (let stars = 1; stars <= number; stars++) db.add(new Review({ text: `r${stars}`, stars, book, by: ben }))
        if (number > 3) db.link(book, "shelves", new Shelf({ name: `s${number}` }))
      }
      await db.commit()
    })
    afterAll(() => shared.close())

    it("is ordered by several columns, and by those of owners", async () => {
      await using db = shared.session()
      const books = db.query(Book)
      expect(ids(await books.orderBy("pages", "desc").orderBy("createdAt", "desc").all())).toEqual([5, 2, 4, 1, 6, 3])
      expect(ids(await books.orderBy("writer.name", "desc").orderBy("id").all())).toEqual([1, 3, 5, 2, 4, 6])
      const loaded = await books.with({ writer: true }).orderBy("writer.name").orderBy("id", "desc").first()
      expect([loaded!.id, loaded!.writer.name]).toEqual([6, "Ada"])
      expect(await books.orderBy("writer.name").where({ pages: 11 }).count()).toBe(2)
      expect(() => books.orderBy("reviews.stars" as never)).toThrow(`no column "reviews.stars"`)
    })

    it("gives plain objects of some columns", async () => {
      await using db = shared.session()
      const rows = await db.query(Book).select("title", "createdAt", "tags", "writerId").where({ id: 2 }).all()
      expect(rows).toEqual([{ title: "B2", createdAt: new Date(Date.UTC(2026, 0, 2)), tags: [], writerId: 1 }])
      expect(Object.getPrototypeOf(rows[0])).toBe(Object.prototype)
      const counted = await db
        .query(Book)
        .select("id")
        .withCount({ reviewCount: "reviews" })
        .orderBy("id", "desc")
        .first()
      expect(counted).toEqual({ id: 6, reviewCount: 6 })
      expect(() => db.query(Book).with({ writer: true }).select("id")).toThrow("no relations")
    })

    it("leaves out what is equal", async () => {
      await using db = shared.session()
      const pages = db.query(Book).select("pages").distinct()
      expect(await pages.orderBy("pages", "desc").all()).toEqual([{ pages: 21 }, { pages: 11 }, { pages: 1 }])
      expect(await pages.count()).toBe(3)
      expect(await pages.page({ offset: 0, limit: 2 })).toMatchObject({
        items: [{ pages: 1 }, { pages: 11 }],
        total: 3,
      })
      expect(() => db.query(Book).distinct()).toThrow("select them first")
    })

    it("has pages, each in one statement", async () => {
      await using db = shared.session()
      const query = db
        .query(Book)
        .where({ id: { gt: 1 } })
        .orderBy("id")
      const statements = await statementsOf(shared, async () => {
        const page = await query.page({ offset: 2, limit: 2 })
        expect([ids(page.items), page.total]).toEqual([[4, 5], 5])
      })
      expect(statements).toHaveLength(1)
      expect(await query.page({ offset: 9, limit: 2 })).toMatchObject({ items: [], total: 5 })
      expect(await query.where({ id: 99 }).page({ offset: 0, limit: 2 })).toMatchObject({ items: [], total: 0 })
      expect(await query.page({ offset: 0, limit: 0 })).toMatchObject({ items: [], total: 5 })
    })

    it("streams, with relations followed for each part", async () => {
      await using db = shared.session()
      const known = (await db.get(Book, 1))!
      const seen: number[] = []
      const statements = await statementsOf(shared, async () => {
        for await (const book of db
          .query(Book)
          .with({ reviews: true, writer: true })
          .orderBy("id")
          .stream({ size: 4 })) {
          expect(book).not.toBe(known)
          expect(book.reviews).toHaveLength(book.id)
          seen.push(book.id)
        }
      })
      expect(seen).toEqual([1, 2, 3, 4, 5, 6])
      expect(statements).toHaveLength(3)
      for await (const row of db.query(Book).select("title").orderBy("id").stream()) {
        expect(row).toEqual({ title: "B1" })
        break
      }
    })

    it("streams entities that are written once they are added", async () => {
      await using db = shared.session()
      for await (const book of db.query(Book).where({ id: 3 }).stream({ size: 1 })) {
        book.title = "changed"
        await db.flush()
        expect(await db.query(Book).where({ title: "changed" }).count()).toBe(0)
        db.add(book)
        await db.flush()
        expect(await db.query(Book).where({ title: "changed" }).count()).toBe(1)
      }
    })

    it("loads parts of lists", async () => {
      await using db = shared.session()
      const part = { where: { stars: { gt: 1 } }, orderBy: { stars: "desc" }, limit: 2, with: { by: true } } as const
      const books = await db
        .query(Book)
        .where({ id: { in: [1, 2, 6] } })
        .with({ reviews: part })
        .orderBy("id")
        .all()
      expect(books.map(({ reviews }) => reviews.map(({ stars }) => stars))).toEqual([[], [2], [6, 5]])
      expect(books[2]!.reviews[0]!.by.name).toBe("Ben")
      const shelved = await db
        .query(Book)
        .with({ shelves: { where: { name: { ne: "s5" } }, limit: 1 } })
        .where({ id: { gt: 3 } })
        .orderBy("id")
        .all()
      expect(shelved.map(({ shelves }) => shelves.map(({ name }) => name))).toEqual([["s4"], [], ["s6"]])
      const ordered = await db.get(Book, 4, { with: { reviews: { orderBy: { stars: "desc" } } } })
      expect(ordered!.reviews.map(({ stars }) => stars)).toEqual([4, 3, 2, 1])
    })

    it("asks anew with other values, in one shape", async () => {
      await using db = shared.session()
      for (const stars of [0, 1, 2]) {
        const book = await db
          .query(Book)
          .where({ id: 3 })
          .with({ reviews: { where: { stars: { gt: stars } } } })
          .one()
        expect(book.reviews).toHaveLength(3 - stars)
      }
      for (const stars of [0, 1, 2]) {
        const tree = { books: { where: { id: 3 }, with: { reviews: { where: { stars: { gt: stars } } } } } } as const
        const ben = (await db.get(Writer, 2, { with: tree }))!
        expect(ben.books.map(({ reviews }) => reviews.length)).toEqual([3 - stars])
      }
    })

    it("does not take a part for the whole", async () => {
      await using db = shared.session()
      const book = await db
        .query(Book)
        .where({ id: 5 })
        .with({ reviews: { limit: 1 } })
        .one()
      expect(book.reviews).toHaveLength(1)
      db.add(new Review({ text: "new", stars: 9, book, by: (await db.get(Writer, 1))! }))
      expect(book.reviews).toHaveLength(1)
      await db.flush()
      expect((await db.load(book, { reviews: true })).reviews).toHaveLength(6)
      expect((await db.get(Book, 5, { with: { reviews: true } }))!.reviews).toHaveLength(6)
    })

    it.each<[string, object]>([
      ["a relation that is not there", { reveiws: { limit: 1 } }],
      ["a part of one row", { writer: { where: { name: "Ada" } } }],
      ["a limit that is none", { reviews: { limit: -1 } }],
      ["an order by nothing", { reviews: { orderBy: { star: "asc" } } }],
    ])("refuses %s", async (_name, tree) => {
      await using db = shared.session()
      await expect(
        (async () =>
          db
            .query(Book)
            .with(tree as never)
            .all())(),
      ).rejects.toMatchObject({ code: "query-invalid" })
    })
  })

  describe("a cursor", () => {
    let shared: Awaited<ReturnType<typeof libraryOn>>
    beforeAll(async () => {
      shared = await openOn(engine, [Score])
      await using db = shared.session()
      const points = [3, null, 1, 3, null, 2, 1, 3, null, 2]
      const scores: Score[] = []
      for (const [place, value] of points.entries()) {
        const at = place % 3 ? new Date(Date.UTC(2026, 0, place % 4)) : undefined
        const rival = place > 4 ? scores[place % 4]! : null
        scores.push(db.add(new Score({ points: value, exact: 2n ** 60n + BigInt(place % 2), at, secret: "s", rival })))
      }
      await db.commit()
    })
    afterAll(() => shared.close())

    const orders: [string, (db: DbSession) => ReturnType<typeof scores>][] = [
      ["the key", (db) => scores(db)],
      ["a column with nulls", (db) => scores(db).orderBy("points")],
      ["nulls at the end", (db) => scores(db).orderBy("points", "desc")],
      ["nulls where they are wanted", (db) => scores(db).orderBy("points", { direction: "desc", nulls: "first" })],
      ["nulls last, upwards", (db) => scores(db).orderBy("points", { nulls: "last" }).orderBy("id", "desc")],
      ["mixed directions", (db) => scores(db).orderBy("points", "desc").orderBy("at").orderBy("exact", "desc")],
      ["large integers", (db) => scores(db).orderBy("exact", "desc")],
      ["an owner's column", (db) => scores(db).orderBy("rival.points", "desc").orderBy("rival.exact")],
      ["an owner's column, nulls last", (db) => scores(db).orderBy("rival.at", { nulls: "last" })],
    ]

    it.each(orders)("goes forward and back by %s", async (_name, ordered) => {
      await using db = shared.session()
      const query = ordered(db)
      const all = ids(await query.all())
      expect([...all].sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      const seen: number[] = []
      let page = await query.cursor({ limit: 3 })
      expect(page.previous).toBeUndefined()
      for (;;) {
        seen.push(...ids(page.items))
        if (page.next === undefined) break
        page = await query.cursor({ after: page.next, limit: 3 })
      }
      expect(seen).toEqual(all)
      const back: number[] = []
      while (page.previous !== undefined) {
        page = await query.cursor({ before: page.previous, limit: 3 })
        back.unshift(...ids(page.items))
      }
      expect(back).toEqual(all.slice(0, 9))
    })

    it("reads plain objects too", async () => {
      await using db = shared.session()
      const query = db
        .query(Score)
        .select("points")
        .where({ points: { isNull: false } })
        .orderBy("points")
      const first = await query.cursor({ limit: 4 })
      const second = await query.cursor({ limit: 9, after: first.next })
      expect([...first.items, ...second.items].map(({ points }) => points)).toEqual([1, 1, 2, 2, 3, 3, 3])
    })

    it("is refused where it was not given", async () => {
      await using db = shared.session()
      const query = db.query(Score).orderBy("points")
      const { next } = await query.cursor({ limit: 2 })
      const [payload, signature] = next!.split(".") as [string, string]
      const other = Buffer.from(JSON.stringify([9, 9])).toString("base64url")
      for (const cursor of [
        "",
        "x",
        ".",
        payload,
        `${other}.${signature}`,
        `${next!}x`,
        `${next!}.x`,
        "a".repeat(9000),
      ]) {
        await expect(query.cursor({ after: cursor, limit: 2 })).rejects.toMatchObject({ code: "cursor-invalid" })
      }
      await expect(query.orderBy("at").cursor({ after: next, limit: 2 })).rejects.toMatchObject({
        code: "cursor-invalid",
      })
      await expect(query.cursor({ after: next, before: next, limit: 2 })).rejects.toMatchObject({
        code: "query-invalid",
      })
      await expect(db.query(Score).orderBy("secret").cursor({ limit: 2 })).rejects.toThrow("is hidden")
    })

    it("is signed by a secret", async () => {
      const one = await openOn(engine, [Score], { cursorSecret: "one" })
      const two = await openOn(engine, [Score], { cursorSecret: "two" })
      try {
        for (const database of [one, two]) {
          await using db = database.session()
          db.add(new Score({ points: 1, exact: 1n, secret: "s" }))
          db.add(new Score({ points: 1, exact: 1n, secret: "s" }))
          await db.commit()
        }
        await using here = one.session()
        await using there = two.session()
        const { next } = await here.query(Score).cursor({ limit: 1 })
        expect(ids((await here.query(Score).cursor({ limit: 1, after: next })).items)).toEqual([2])
        await expect(there.query(Score).cursor({ limit: 1, after: next })).rejects.toMatchObject({
          code: "cursor-invalid",
        })
      } finally {
        await one.close()
        await two.close()
      }
    })
  })
})

function scores(db: DbSession) {
  return db.query(Score)
}
