import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Where, column } from "../../src/data.ts"
import { Book, Review, Shelf, Writer, libraryOn, statementsOf, writer } from "./library.ts"
import { eachEngine } from "./engines.ts"

eachEngine((engine) => {
  const library = () => libraryOn(engine)

  async function books() {
    const database = await library()
    await using db = database.session()
    const [ada, ben] = [writer("Ada"), writer("Ben")]
    Object.assign(ben, { mentor: ada })
    for (let number = 1; number <= 6; number++) {
      const book = db.add(new Book({ title: `Book ${number}`, pages: number * 10, writer: number <= 4 ? ada : ben }))
      book.createdAt = new Date(Date.UTC(2026, 0, Math.ceil(number / 2)))
      if (number > 3) db.add(new Review({ text: "r", stars: number, book, by: ben }))
      if (number === 6) db.link(book, "shelves", new Shelf({ name: "six" }))
    }
    db.add(writer("Cyd"))
    await db.commit()
    return database
  }

  const ids = (rows: readonly { id: number }[]): number[] => rows.map(({ id }) => id)

  describe("where", () => {
    let shared: Awaited<ReturnType<typeof books>>
    beforeAll(async () => {
      shared = await books()
    })
    afterAll(() => shared.close())

    it.each<[string, Where<typeof Book>, number[]]>([
      ["equality", { title: "Book 2" }, [2]],
      ["several columns", { title: "Book 2", pages: 30 }, []],
      ["nothing", {}, [1, 2, 3, 4, 5, 6]],
      ["a range", { pages: { gt: 20, lte: 50 } }, [3, 4, 5]],
      ["other bounds", { pages: { gte: 20, lt: 30 } }, [2]],
      ["inequality", { title: { ne: "Book 1" } }, [2, 3, 4, 5, 6]],
      ["eq", { pages: { eq: 10 } }, [1]],
      ["a list", { id: { in: [1, 3, 99] } }, [1, 3]],
      ["an empty list", { id: { in: [] } }, []],
      ["a pattern", { title: { like: "%k 4" } }, [4]],
      ["dates", { createdAt: { gte: new Date(Date.UTC(2026, 0, 3)) } }, [5, 6]],
      ["the key of an owner", { writerId: 2 }, [5, 6]],
      ["keys of owners", { writerId: { in: [1, 2] }, pages: 10 }, [1]],
      ["any of several", { or: [{ id: 1 }, { pages: { gt: 50 } }] }, [1, 6]],
      ["none of none", { or: [] }, []],
      ["all of several", { and: [{ id: { gt: 1 } }, { id: { lt: 3 } }] }, [2]],
      ["the opposite", { not: { id: { in: [1, 2, 3] } } }, [4, 5, 6]],
      ["a condition on the owner", { writer: { name: "Ben" } }, [5, 6]],
      ["a condition on the owner's owner", { writer: { mentor: { name: "Ada" } } }, [5, 6]],
      ["no owner's owner", { writer: { mentor: null } }, [1, 2, 3, 4]],
      ["a condition on one of a list", { reviews: { stars: { gte: 5 } } }, [5, 6]],
      ["any of a list", { reviews: {} }, [4, 5, 6]],
      ["none of a list", { not: { reviews: {} } }, [1, 2, 3]],
      ["a condition on a linked row", { shelves: { name: "six" } }, [6]],
      ["a linked row's other column", { shelves: { name: { like: "s%" } } }, [6]],
      ["what is not in a list", { id: { notIn: [1, 2, 3, 4] } }, [5, 6]],
      ["a list nobody is in", { id: { notIn: [] } }, [1, 2, 3, 4, 5, 6]],
      ["both ends", { pages: { between: [20, 40] } }, [2, 3, 4]],
      ["text in it", { title: { contains: "ook 3" } }, [3]],
      ["its beginning", { title: { startsWith: "Book", endsWith: "5" } }, [5]],
      ["text that looks like a pattern", { title: { contains: "%" } }, []],
      ["any character taken literally", { title: { startsWith: "Boo_" } }, []],
      ["any case", { title: { ilike: "bOOK 2" } }, [2]],
      ["the right case", { title: { like: "bOOK 2" } }, []],
      ["an escaped pattern", { title: { like: String.raw`Book\_2` } }, []],
      ["another column", { pages: { gt: column("id") }, id: { eq: column("writerId") } }, [1]],
      ["dates of other columns", { updatedAt: { gte: column("createdAt") } }, [1, 2, 3, 4, 5, 6]],
      ["null in so many words", { writer: { mentorId: { eq: null } } } as never, [1, 2, 3, 4]],
      ["some of a list", { reviews: { some: { stars: 6 } } }, [6]],
      ["every one of a list", { reviews: { every: { stars: { gt: 4 } } } }, [1, 2, 3, 5, 6]],
      ["none of a list in so many words", { reviews: { none: { stars: 5 } } }, [1, 2, 3, 4, 6]],
      ["quantities together", { reviews: { some: {}, every: { stars: { lt: 6 } } } }, [4, 5]],
      ["every linked row", { shelves: { every: { name: "six" }, some: {} } }, [6]],
      ["JSON that is there", { tags: { isNull: false } }, [1, 2, 3, 4, 5, 6]],
    ])("by %s", async (_name, where, expected) => {
      await using database = await books()
      await using db = database.session()
      expect(ids(await db.query(Book).where(where).orderBy("id").all())).toEqual(expected)
      expect(await db.query(Book).where(where).count()).toBe(expected.length)
      expect(await db.query(Book).where(where).exists()).toBe(expected.length > 0)
    })

    it("by an entity", async () => {
      await using database = await books()
      await using db = database.session()
      const ben = await db.query(Writer).where({ name: "Ben" }).one()
      const six = (await db.get(Shelf, "six"))!
      const review = (await db.query(Review).where({ stars: 4 }).first())!
      expect(ids(await db.query(Book).where({ writer: ben }).all())).toEqual([5, 6])
      expect(ids(await db.query(Book).where({ shelves: six }).all())).toEqual([6])
      expect(ids(await db.query(Book).where({ reviews: review }).all())).toEqual([4])
      expect(ids(await db.query(Writer).where({ mentor: null }).all())).toEqual([1, 3])
      expect(
        ids(
          await db
            .query(Writer)
            .where({ mentorId: { isNull: true } })
            .all(),
        ),
      ).toEqual([1, 3])
      expect(ids(await db.query(Writer).where({ profile: null }).all())).toEqual([1, 2, 3])
    })

    it("said twice has to hold twice, and the first query is unchanged", async () => {
      await using database = await books()
      await using db = database.session()
      const many = db.query(Book).where({ pages: { gt: 20 } })
      expect(await many.where({ pages: { lt: 40 } }).count()).toBe(1)
      expect(await many.count()).toBe(4)
    })

    it("binds every value, and compiles each shape once", async () => {
      await using database = await books()
      await using db = database.session()
      const evil = `x"' OR 1=1 --`
      const statements = await statementsOf(database, async () => {
        for (const title of [evil, "Book 1"]) {
          await db
            .query(Book)
            .where({ title, id: { in: title === evil ? [1] : [1, 2, 3] } })
            .all()
        }
      })
      expect(statements[0]!.text).toBe(statements[1]!.text)
      expect(statements[0]!.text).not.toContain("OR 1=1")
      expect(statements[0]!.parameters).toEqual([evil, engine.dialect === "postgres" ? "{1}" : "[1]"])
      expect(statements.map(({ rows }) => rows)).toEqual([0, 1])
    })

    it.each<[string, object, string]>([
      ["an unknown column", { titel: "x" }, `"titel" is neither a column nor a relation`],
      ["an unknown operator", { pages: { above: 3 } }, `"pages.above" is no operator`],
      ["an inherited operator", { pages: { constructor: 3 } }, `"pages.constructor" is no operator`],
      ["undefined, which would select everything", { title: undefined }, `"title" is undefined`],
      ["an undefined operand", { pages: { gt: undefined } }, `"pages.gt" is undefined`],
      ["a value of another type", { pages: "10" }, `"pages" cannot be compared with this value`],
      ["an entity of another model", { writer: new Book({ title: "x", writer: writer("x") }) }, "has to be a Writer"],
      ["an entity without a key", { writer: writer("x") }, "has no key yet"],
      ["a list that is none", { id: { in: 3 } }, "has to be a list"],
      ["a relation's key instead of an entity", { writer: 3 }, `"writer" has to be an entity or a condition`],
    ])("refuses %s", async (_name, where, message) => {
      await using database = await library()
      await using db = database.session()
      expect(() => db.query(Book).where(where as never)).toThrow(message)
    })
  })

  describe("order and parts", () => {
    it("follow columns in turn, and the key last", async () => {
      await using database = await books()
      await using db = database.session()
      expect(ids(await db.query(Book).orderBy("createdAt", "desc").all())).toEqual([6, 5, 4, 3, 2, 1])
      expect(ids(await db.query(Book).orderBy("createdAt", "desc").orderBy("id").all())).toEqual([5, 6, 3, 4, 1, 2])
      expect(ids(await db.query(Book).orderBy("writerId", "desc").orderBy("pages").all())).toEqual([5, 6, 1, 2, 3, 4])
    })

    it("limit and skip", async () => {
      await using database = await books()
      await using db = database.session()
      expect(ids(await db.query(Book).limit(2).all())).toEqual([1, 2])
      expect(ids(await db.query(Book).offset(4).all())).toEqual([5, 6])
      expect(ids(await db.query(Book).limit(2).offset(1).all())).toEqual([2, 3])
      expect(await db.query(Book).limit(0).all()).toEqual([])
      for (const wrong of [-1, 1.5, Number.NaN, "2" as never]) {
        expect(() => db.query(Book).limit(wrong)).toThrow("has to be a whole number from 0")
      }
      expect(() => db.query(Book).orderBy("writer" as never)).toThrow(`no column "writer"`)
      expect(() => db.query(Book).orderBy("id", "down; DROP" as never)).toThrow(`"asc" or "desc"`)
    })

    it("make pages with the total", async () => {
      await using database = await books()
      await using db = database.session()
      const query = db
        .query(Book)
        .where({ writer: { name: "Ada" } })
        .orderBy("id", "desc")
        .with({ writer: true })
      const page = await query.page({ offset: 1, limit: 2 })
      expect({ ...page, items: ids(page.items) }).toEqual({ items: [3, 2], total: 4, offset: 1, limit: 2 })
      expect(page.items[0]!.writer.name).toBe("Ada")
      expect(await query.page({ offset: 9, limit: 2 })).toEqual({ items: [], total: 4, offset: 9, limit: 2 })
    })
  })

  describe("one row", () => {
    it("is the first, or the only one", async () => {
      await using database = await books()
      await using db = database.session()
      expect((await db.query(Book).orderBy("pages", "desc").first())?.id).toBe(6)
      expect(await db.query(Book).where({ id: 99 }).first()).toBeUndefined()
      expect((await db.query(Book).where({ id: 3 }).one()).title).toBe("Book 3")
      await expect(db.query(Book).where({ id: 99 }).one()).rejects.toMatchObject({ code: "row-missing" })
      await expect(db.query(Book).one()).rejects.toMatchObject({ code: "row-ambiguous" })
    })
  })

  describe("numbers of related rows", () => {
    it("come with the entities, in one statement, loading nothing", async () => {
      await using database = await books()
      await using db = database.session()
      const statements = await statementsOf(database, async () => {
        const rows = await db
          .query(Book)
          .orderBy("id", "desc")
          .limit(3)
          .withCount({
            reviewCount: "reviews",
            shelfCount: "shelves",
            good: { relation: "reviews", where: { stars: { gt: 5 } } },
          })
          .withExists({ onSix: { relation: "shelves", where: { name: "six" } }, reviewed: "reviews" })
          .all()
        expect(rows.map((row) => [row.id, row.reviewCount, row.shelfCount, row.good, row.onSix, row.reviewed])).toEqual(
          [
            [6, 1, 1, 1, true, true],
            [5, 1, 0, 0, false, true],
            [4, 1, 0, 0, false, true],
          ],
        )
      })
      expect(statements).toHaveLength(1)
    })

    it("cannot take the name of a property, or count what is no relation", async () => {
      await using database = await library()
      await using db = database.session()
      expect(() => db.query(Book).withCount({ title: "reviews" })).toThrow(`cannot be named "title"`)
      expect(() => db.query(Book).withCount({ n: "title" as never })).toThrow(`no relation "title"`)
    })
  })
})
