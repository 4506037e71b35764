import { describe, expect, it } from "vitest"
import { belongsTo, hasMany, manyToMany, model, primaryKey } from "../../src/data.ts"
import { Book, Review, Shelf, Writer, libraryOn, statementsOf, writer } from "./library.ts"
import { eachEngine } from "./engines.ts"

eachEngine((engine) => {
  const library = () => libraryOn(engine)

  async function shelves() {
    const database = await library()
    await using db = database.session()
    const [ada, ben] = [writer("Ada"), writer("Ben")]
    for (let number = 1; number <= 5; number++) {
      const book = db.add(new Book({ title: `Book ${number}`, writer: number % 2 ? ada : ben }))
      for (let review = 0; review < number; review++)
        db.add(new Review({ text: `r${review}`, stars: number, book, by: ben }))
      db.link(book, "shelves", db.add(new Shelf({ name: `shelf ${number}` })))
    }
    await db.commit()
    return database
  }

  describe("loading", () => {
    it("takes a constant number of statements, however deep and however many", async () => {
      await using database = await shelves()
      await using db = database.session()
      let books: unknown[] = []
      const statements = await statementsOf(database, async () => {
        const found = await db
          .query(Book)
          .orderBy("id")
          .with({
            writer: { with: { books: true } },
            reviews: { with: { by: true } },
            shelves: { with: { books: true } },
          })
          .all()
        books = found.map((book) => [
          book.writer.name,
          book.writer.books.length,
          book.reviews.map((review) => `${review.text} ${review.by.name}`),
          book.shelves.map((shelf) => `${shelf.name} ${shelf.books[0]!.title}`),
        ])
      })
      // Books with writers; books of writers; reviews with reviewers; shelves; books of shelves.
      expect(statements).toHaveLength(5)
      expect(books[1]).toEqual(["Ben", 2, ["r0 Ben", "r1 Ben"], ["shelf 2 Book 2"]])
      expect(books).toHaveLength(5)
    })

    it("gives one object for one row, wherever it comes from", async () => {
      await using database = await shelves()
      await using db = database.session()
      const book = (await db.get(Book, 1, { with: { writer: { with: { books: true } } } }))!
      expect(book.writer.books[0]).toBe(book)
    })

    it("says which relation was not loaded, and how to load it", async () => {
      await using database = await shelves()
      await using db = database.session()
      const book = (await db.get(Book, 1))! as Book & { writer: Writer }
      expect(() => book.writer).toThrow(
        "Book.writer is not loaded. Name it where the entity is read: { with: { writer: true } }.",
      )
    })

    it("adds to what is known already", async () => {
      await using database = await shelves()
      await using db = database.session()
      const book = (await db.get(Book, 2))!
      const loaded = await db.load(book, { writer: true, reviews: true })
      expect(loaded).toBe(book)
      expect(loaded.reviews).toHaveLength(2)
      const statements = await statementsOf(database, () => db.load(book, { writer: true, reviews: true }))
      expect(statements).toEqual([])
      const known = await statementsOf(database, () => db.get(Book, 2, { with: { writer: true } }))
      expect(known).toEqual([])
    })

    it("of a new entity knows the owner it was given", async () => {
      await using database = await shelves()
      await using db = database.session()
      const ada = (await db.get(Writer, 1))!
      const book = db.add(new Book({ title: "New", writer: ada }))
      expect((await db.load(book, { writer: true })).writer).toBe(ada)
      await expect(db.load(book, { reviews: true })).rejects.toMatchObject({ code: "not-loaded" })
    })

    it("refuses relations that are none", async () => {
      await using database = await shelves()
      await using db = database.session()
      await expect(db.get(Book, 1, { with: { wirter: true } as never })).rejects.toMatchObject({
        code: "query-invalid",
      })
    })

    it("gives lists that cannot be changed by mistake", async () => {
      await using database = await shelves()
      await using db = database.session()
      const book = (await db.get(Book, 1, { with: { reviews: true } }))!
      expect(() => (book.reviews as Review[]).push(null as never)).toThrow(TypeError)
      expect(() => Object.assign(book, { reviews: [] })).toThrow("is not set by assignment")
    })
  })

  describe("links", () => {
    it("are made once, whoever asks and however often", async () => {
      await using database = await shelves()
      await using db = database.session()
      const [book, shelf] = [(await db.get(Book, 1))!, (await db.get(Shelf, "shelf 2"))!]
      db.link(book, "shelves", shelf)
      db.link(book, "shelves", shelf)
      db.link(shelf, "books", book)
      await db.commit()
      db.link(book, "shelves", shelf)
      await db.commit()
      expect((await db.load(book, { shelves: true })).shelves.map(({ name }) => name)).toEqual(["shelf 1", "shelf 2"])
    })

    it("are removed once, and removing what is not there is no error", async () => {
      await using database = await shelves()
      await using db = database.session()
      const [book, shelf] = [(await db.get(Book, 1))!, (await db.get(Shelf, "shelf 1"))!]
      db.unlink(book, "shelves", shelf)
      await db.commit()
      db.unlink(shelf, "books", book)
      await db.commit()
      expect(await db.query(Book).where({ shelves: shelf }).exists()).toBe(false)
    })

    it("are seen in lists that are loaded, on both sides", async () => {
      await using database = await shelves()
      await using db = database.session()
      const book = (await db.get(Book, 1, { with: { shelves: true } }))!
      const shelf = (await db.get(Shelf, "shelf 2", { with: { books: true } }))!
      db.link(book, "shelves", shelf)
      await db.flush()
      expect(book.shelves).toContain(shelf)
      expect(shelf.books).toContain(book)
      db.unlink(book, "shelves", shelf)
      await db.flush()
      expect(book.shelves).not.toContain(shelf)
      expect(shelf.books).not.toContain(book)
    })

    it("the last word counts", async () => {
      await using database = await shelves()
      await using db = database.session()
      const [book, shelf] = [(await db.get(Book, 1))!, (await db.get(Shelf, "shelf 3"))!]
      db.link(book, "shelves", shelf)
      db.unlink(book, "shelves", shelf)
      await db.commit()
      expect(await db.query(Book).where({ id: 1, shelves: shelf }).exists()).toBe(false)
    })

    it("add new entities on either side", async () => {
      await using database = await shelves()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      db.link(book, "shelves", new Shelf({ name: "fresh" }))
      await db.commit()
      expect(await db.query(Shelf).where({ books: book, name: "fresh" }).exists()).toBe(true)
    })

    it("refuse other relations and other classes", async () => {
      await using database = await shelves()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      expect(() => db.link(book, "reviews" as never, book as never)).toThrow("Book.reviews is no manyToMany.")
      expect(() => db.link(book, "shelves", book as never)).toThrow("Book.shelves takes a Shelf.")
    })
  })

  describe("relations that lead nowhere are refused", () => {
    it("for a list whose target does not belong back", async () => {
      class Owner extends model("owners", {
        id: primaryKey(),
        get things() {
          return hasMany(Thing, "holder")
        },
      }) {}
      class Thing extends model("things", {
        id: primaryKey(),
        get owner() {
          return belongsTo(Owner)
        },
      }) {}
      await using database = await library()
      await using db = database.session()
      await expect(db.query(Owner).with({ things: true }).all()).rejects.toThrow(
        "Owner.things is found by Thing.holder, which does not belong to Owner.",
      )
    })

    it("for a self-reference through one column", async () => {
      class Person extends model("people", {
        id: primaryKey(),
        get friends() {
          return manyToMany(Person, { through: "friends" })
        },
      }) {}
      await using database = await library()
      await using db = database.session()
      await expect(db.query(Person).with({ friends: true }).all()).rejects.toThrow(
        `Both columns of "friends" are named "person_id".`,
      )
    })
  })
})
