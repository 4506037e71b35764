import { sql } from "kysely"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { hidden, linkRows, model, primaryKey } from "../../src/data.ts"
import { type TestEngine, eachEngine } from "./engines.ts"
import { Book, Review, Shelf, Writer, models, openOn, statementsOf, writer } from "./library.ts"

/** What a view shows. */
class Shelfful extends model("shelffuls", {
  name: primaryKey(z.string()),
  bookCount: z.int(),
  newestBook: z.date(),
}) {}

/** Columns of every kind, and names that are not what their properties suggest. */
class Thing extends model("things", {
  id: primaryKey(),
  big: z.bigint(),
  done: z.boolean(),
  seenAt: z.date().optional(),
  data: z.record(z.string(), z.int()),
  bytes: z.instanceof(Uint8Array),
  token: hidden(z.string().nullable()),
}) {}

const tables = {
  books: Book,
  writers: Writer,
  reviews: Review,
  shelves: Shelf,
  places: linkRows(Book, "shelves", ["bookId", "shelfName"]),
  shelffuls: Shelfful,
  things: Thing,
} as const

const day = (number: number): Date => new Date(Date.UTC(2026, 0, number))

async function shop(engine: TestEngine) {
  const database = await openOn(engine, [...models, Thing])
  await using db = database.session()
  await db.sql`CREATE VIEW shelffuls AS
    SELECT s.name AS name, COUNT(*) AS book_count, MAX(b.created_at) AS newest_book
    FROM shelves s JOIN book_shelves bs ON bs.shelf_id = s.name JOIN books b ON b.id = bs.book_id GROUP BY s.name`
  const [ada, ben] = [db.add(writer("Ada")), db.add(writer("Ben"))]
  Object.assign(ben, { mentor: ada })
  const shelf = new Shelf({ name: "top" })
  for (let number = 1; number <= 4; number++) {
    const book = db.add(new Book({ title: `Book ${number}`, pages: number * 10, writer: number < 4 ? ada : ben }))
    book.createdAt = day(number)
    book.tags = [`tag${number}`]
    if (number > 2) db.link(book, "shelves", shelf)
    db.add(new Review({ text: "good", stars: number, book, by: ben }))
  }
  await db.commit()
  return database
}

eachEngine((engine) => {
  describe("reading", () => {
    it("names columns by properties and reads values as entities have them", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const rows = await db
        .kysely(tables)
        .selectFrom("books")
        .select(["books.id", "title", "createdAt", "tags", "books.writerId as by"])
        .where("createdAt", ">=", day(3))
        .orderBy("createdAt", "desc")
        .execute()
      expect(rows).toEqual([
        { id: 4, title: "Book 4", createdAt: day(4), tags: ["tag4"], by: 2 },
        { id: 3, title: "Book 3", createdAt: day(3), tags: ["tag3"], by: 1 },
      ])
    })

    it("joins, and groups with functions over columns", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const rows = await db
        .kysely(tables)
        .selectFrom("writers as w")
        .leftJoin("books as b", (join) => join.onRef("b.writerId", "=", "w.id").on("b.createdAt", ">", day(1)))
        .select(["w.name", (eb) => eb.fn.max("b.createdAt").as("latest"), (eb) => eb.fn.count("b.id").as("books")])
        .select((eb) => eb.fn.avg("b.pages").as("mean"))
        .groupBy(["w.id", "w.name"])
        .having((eb) => eb.fn.max("b.createdAt"), "<=", day(4))
        .orderBy("w.name")
        .execute()
      expect(rows).toEqual([
        { name: "Ada", latest: day(3), books: 2, mean: 25 },
        { name: "Ben", latest: day(4), books: 1, mean: 40 },
      ])
    })

    it("selects everything, of one table or of all", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const kysely = db.kysely(tables)
      const review = await kysely.selectFrom("reviews").selectAll().where("stars", "=", 4).executeTakeFirstOrThrow()
      expect(review).toEqual({ id: 4, text: "good", stars: 4, bookId: 4, byId: 2 })
      const place = await kysely
        .selectFrom("places")
        .innerJoin("books", "books.id", "places.bookId")
        .selectAll("places")
        .where("books.createdAt", "<", day(4))
        .executeTakeFirst()
      expect(place).toEqual({ bookId: 3, shelfName: "top" })
    })

    it("reads views", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const rows = await db.kysely(tables).selectFrom("shelffuls").selectAll().execute()
      expect(rows).toEqual([{ name: "top", bookCount: 2, newestBook: day(4) }])
    })

    it("unites", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const kysely = db.kysely(tables)
      const rows = await kysely
        .selectFrom("books")
        .select(["title as text", "createdAt as at"])
        .where("id", "=", 1)
        .unionAll(
          kysely.selectFrom("books").select(["books.title as text", "books.createdAt as at"]).where("pages", ">", 30),
        )
        .orderBy("at", "desc")
        .execute()
      expect(rows).toEqual([
        { text: "Book 4", at: day(4) },
        { text: "Book 1", at: day(1) },
      ])
    })

    it("follows WITH, recursively too", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const kysely = db.kysely(tables)
      const recent = await kysely
        .with("recent", (q) => q.selectFrom("books").select(["id", "createdAt"]).where("createdAt", ">", day(2)))
        .selectFrom("recent")
        .innerJoin("reviews", "reviews.bookId", "recent.id")
        .select(["recent.createdAt", "reviews.stars"])
        .where("recent.createdAt", "<", day(4))
        .execute()
      expect(recent).toEqual([{ createdAt: day(3), stars: 3 }])
      const line = await kysely
        .withRecursive("line(id, mentorId, depth)", (q) =>
          q
            .selectFrom("writers")
            .select(["id", "mentorId", sql<number>`0`.as("depth")])
            .where("name", "=", "Ben")
            .unionAll((eb) =>
              eb
                .selectFrom("line")
                .innerJoin("writers as w", "w.id", "line.mentorId")
                .select(["w.id", "w.mentorId", sql<number>`line.depth + 1`.as("depth")]),
            ),
        )
        .selectFrom("line")
        .selectAll()
        .orderBy("depth")
        .execute()
      expect(line).toEqual([
        { id: 2, mentorId: 1, depth: 0 },
        { id: 1, mentorId: null, depth: 1 },
      ])
    })

    it("looks through windows", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const rows = await db
        .kysely(tables)
        .selectFrom("books")
        .select((eb) => [
          "title",
          eb.fn
            .agg<number>("row_number")
            .over((over) => over.partitionBy("writerId").orderBy("createdAt", "desc"))
            .as("place"),
          eb.fn
            .agg<Date | null>("lag", ["createdAt"])
            .over((over) => over.orderBy("createdAt"))
            .as("before"),
        ])
        .orderBy("createdAt")
        .execute()
      expect(rows.map(({ place }) => place)).toEqual([3, 2, 1, 1])
      expect(rows.map(({ before }) => before)).toEqual([null, day(1), day(2), day(3)])
    })

    it("selects from what was selected, and asks by subqueries", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const rows = await db
        .kysely(tables)
        .selectFrom((eb) => eb.selectFrom("books").select(["id", "createdAt", "writerId"]).as("b"))
        .select((eb) => [
          "b.createdAt",
          eb
            .selectFrom("books")
            .select((inner) => inner.fn.max("books.createdAt").as("m"))
            .whereRef("books.writerId", "=", "b.writerId")
            .as("last"),
        ])
        .where((eb) =>
          eb.exists(
            eb.selectFrom("reviews").select("reviews.id").whereRef("bookId", "=", "b.id").where("stars", "=", 2),
          ),
        )
        .execute()
      expect(rows).toEqual([{ createdAt: day(2), last: day(3) }])
    })
  })

  describe("writing", () => {
    it("stores values as entities do, without loss", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const kysely = db.kysely(tables)
      const big = 2n ** 62n + 1n
      const data = { a: 1 }
      const values = { big, done: true, seenAt: day(1), data, bytes: new Uint8Array([1, 2]), token: "secret" }
      await kysely
        .insertInto("things")
        .values([values, { ...values, done: false, big: 2n, seenAt: null, token: null }])
        .execute()
      const rows = await kysely.selectFrom("things").selectAll().orderBy("big").execute()
      expect(rows).toEqual([
        { id: 2, ...values, done: false, big: 2n, seenAt: null, token: null },
        { id: 1, ...values },
      ])
      expect(await kysely.selectFrom("things").select("id").where("big", "in", [big, 5n]).execute()).toEqual([
        { id: 1 },
      ])
      expect(await kysely.selectFrom("things").select("id").where("done", "=", true).execute()).toEqual([{ id: 1 }])
      expect(await db.get(Thing, 1)).toMatchObject(values)
      const united = await kysely
        .selectFrom("things")
        .select("big")
        .union(kysely.selectFrom("things").select("big"))
        .orderBy("big", "desc")
        .execute()
      expect(united).toEqual([{ big }, { big: 2n }])
      const sums = await kysely
        .selectFrom("things")
        .select((eb) => eb.fn.sum<bigint>("big").as("sum"))
        .execute()
      expect(sums).toEqual([{ sum: big + 2n }])
    })

    it("joins the transaction, after what was still to be flushed", async () => {
      await using database = await shop(engine)
      {
        await using db = database.session()
        const book = (await db.get(Book, 1))!
        book.title = "changed"
        const kysely = db.kysely(tables)
        const result = await kysely
          .updateTable("books")
          .set((eb) => ({ pages: eb("pages", "+", 5) }))
          .where("title", "=", "changed")
          .executeTakeFirst()
        expect(result.numUpdatedRows).toBe(1n)
        const deleted = await kysely.deleteFrom("reviews").where("bookId", "in", [1, 2]).executeTakeFirst()
        expect(deleted.numDeletedRows).toBe(2n)
        expect(await kysely.selectFrom("books").select("pages").where("id", "=", 1).execute()).toEqual([{ pages: 15 }])
        await db.rollback()
      }
      await using db = database.session()
      expect(await db.get(Book, 1)).toMatchObject({ title: "Book 1", pages: 10 })
      expect(await db.query(Review).count()).toBe(4)
    })

    // MySQL has no RETURNING; the key comes with the result.
    it.skipIf(engine.dialect !== "mysql")("gives the key of an inserted row back", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const row = { name: "Cleo", email: "cleo@library.example", secret: "s" }
      const made = await db.kysely(tables).insertInto("writers").values(row).executeTakeFirst()
      expect(made.insertId).toBe(3n)
    })

    it.skipIf(engine.dialect === "mysql")("gives inserted rows back", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const row = {
        title: "New",
        pages: 1,
        tags: ["x"],
        kind: "novel",
        createdAt: day(9),
        updatedAt: day(9),
        writerId: 1,
      } as const
      const made = await db
        .kysely(tables)
        .insertInto("books")
        .values({ ...row, tags: ["x"] })
        .returning(["id", "createdAt", "tags"])
        .executeTakeFirst()
      expect(made).toEqual({ id: 5, createdAt: day(9), tags: ["x"] })
    })

    it("changes what is there", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const kysely = db.kysely(tables)
      const row = { name: "Ada", email: "ada@library.example", secret: "s" }
      const insert = kysely.insertInto("writers").values({ ...row, name: "Ada II" })
      if (engine.dialect === "mysql") await insert.onDuplicateKeyUpdate({ name: "Ada II" }).execute()
      else {
        await insert
          .onConflict((conflict) => conflict.column("email").doUpdateSet((eb) => ({ name: eb.ref("excluded.name") })))
          .execute()
      }
      expect(await kysely.selectFrom("writers").select("name").where("id", "=", 1).execute()).toEqual([
        { name: "Ada II" },
      ])
    })

    it("throws the errors of sessions", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      const row = { name: "Ada", email: "ada@library.example", secret: "s" }
      await expect(db.kysely(tables).insertInto("writers").values(row).execute()).rejects.toMatchObject({
        code: "unique-violation",
        model: "Writer",
        columns: ["email"],
      })
    })

    it("leaves transactions to the session", async () => {
      await using database = await shop(engine)
      await using db = database.session()
      await expect(
        db
          .kysely(tables)
          .transaction()
          .execute(() => Promise.resolve()),
      ).rejects.toThrow("The session is the transaction")
    })
  })

  it("redacts hidden columns in traces", async () => {
    await using database = await shop(engine)
    await using db = database.session()
    const seen = await statementsOf(database, async () => {
      await db
        .kysely(tables)
        .selectFrom("writers")
        .select("id")
        .where("secret", "=", "s")
        .where("name", "=", "n")
        .execute()
    })
    expect(seen[0]!.parameters).toEqual(["[redacted]", "n"])
    expect(seen[0]!.text.replaceAll("`", '"').replaceAll(/\$\d+/g, "?")).toBe(
      'select "writers"."id" from "writers" where "writers"."secret" = ? and "writers"."name" = ?',
    )
  })

  it("names what it loses by statements that change many rows", async () => {
    await using database = await shop(engine)
    await using db = database.session()
    const ada = (await db.get(Writer, 1, { with: { books: true } }))!
    const review = (await db.get(Review, 1))!
    await db.kysely(tables).updateTable("books").set({ pages: 1 }).execute()
    expect(() => ada.books).toThrow("is not loaded")
    expect(review.text).toBe("good")
    await db.kysely(tables).deleteFrom("books").where("id", "=", 1).execute()
    expect(() => review.text).toThrow("is not known any more")
    expect(await db.get(Review, 1)).toBeUndefined()
    expect((await db.load(ada, { books: true })).books.map(({ pages }) => pages)).toEqual([1, 1])
  })

  it("streams", async () => {
    await using database = await shop(engine)
    await using db = database.session()
    const seen: Date[] = []
    for await (const row of db.kysely(tables).selectFrom("books").select("createdAt").orderBy("id").stream(2)) {
      seen.push(row.createdAt)
    }
    expect(seen).toEqual([day(1), day(2), day(3), day(4)])
  })

  it("runs text of one's own", async () => {
    await using database = await shop(engine)
    await using db = database.session()
    const kysely = db.kysely(tables)
    const { rows } = await sql<{ n: number }>`select ${1} + 1 as n`.execute(kysely)
    expect(Number(rows[0]!.n)).toBe(2)
    await sql`update ${sql.table("books")} set pages = ${7}`.execute(kysely)
    expect(await db.query(Book).where({ pages: 7 }).count()).toBe(4)
  })
})
