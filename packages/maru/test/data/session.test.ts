import { describe, expect, it } from "vitest"
import { DataError, StaleData, ValidationFailed } from "../../src/data.ts"
import { Book, Profile, Review, Shelf, Writer, libraryOn, statementsOf, writer } from "./library.ts"
import { eachEngine } from "./engines.ts"

eachEngine((engine) => {
  const library = () => libraryOn(engine)

  const texts = (statements: readonly { text: string }[]): string[] =>
    statements.map(({ text }) => text.replaceAll("`", '"').replaceAll(/\$\d+/g, "?"))

  async function withBook() {
    const database = await library()
    await using db = database.session()
    db.add(new Book({ title: "Notes", writer: writer("Ada") }))
    await db.commit()
    return database
  }

  describe("adding", () => {
    it("writes in one transaction, those that are referred to first, and gives keys", async () => {
      await using database = await library()
      await using db = database.session()
      const ada = writer("Ada")
      const book = new Book({ title: "Notes", writer: ada })
      const review = db.add(new Review({ text: "Good", stars: 5, book, by: ada }))
      const statements = await statementsOf(database, () => db.commit())
      expect(texts(statements).map((text) => text.split(" ").slice(0, 3).join(" "))).toEqual([
        expect.stringMatching(/^(BEGIN|START)/),
        `INSERT INTO "writers"`,
        `INSERT INTO "books"`,
        `INSERT INTO "reviews"`,
        "COMMIT",
      ])
      expect([ada.id, book.id, review.id]).toEqual([1, 1, 1])
      expect(book.writerId).toBe(1)
      expect(book.createdAt).toBeInstanceOf(Date)
      expect(book.updatedAt.getTime()).toBeGreaterThanOrEqual(book.createdAt.getTime())
    })

    it("validates at once, lists all faults and never their values", async () => {
      await using database = await library()
      await using db = database.session()
      const bad = new Book({ title: "", pages: 0, tags: ["ok", 3 as never], writer: null as never })
      try {
        db.add(bad)
        throw new Error("It was accepted.")
      } catch (error) {
        expect(error).toBeInstanceOf(ValidationFailed)
        const { model, code, faults } = error as ValidationFailed
        expect([model, code]).toEqual(["Book", "validation-failed"])
        expect(faults.map((fault) => [fault.pointer, fault.code])).toEqual([
          ["/title", "too_small"],
          ["/pages", "too_small"],
          ["/tags/1", "invalid_type"],
          ["/writer", "missing"],
        ])
      }
      await db.commit()
      expect(await db.query(Book).count()).toBe(0)
    })

    it("stores what the schemas make of the values", async () => {
      await using database = await library()
      await using db = database.session()
      const ada = db.add(new Writer({ name: "  Ada  ", email: "a@b.co" }))
      expect(ada.name).toBe("Ada")
    })

    it("validates again what was changed before the flush, and then nothing is written", async () => {
      await using database = await library()
      await using db = database.session()
      const ada = db.add(writer("Ada"))
      ada.name = ""
      await expect(db.commit()).rejects.toThrow(ValidationFailed)
      expect(db.inTransaction).toBe(false)
      ada.name = "Ada"
      await db.commit()
      expect(ada.id).toBe(1)
    })

    it("takes keys and times that the application sets", async () => {
      await using database = await library()
      await using db = database.session()
      db.add(new Shelf({ name: "poetry" }))
      const book = new Book({ title: "Old", writer: writer("Ada") })
      book.id = 40
      book.createdAt = new Date("2001-02-03T04:05:06.007Z")
      db.add(book)
      await db.commit()
      await using other = database.session()
      expect((await other.get(Book, 40))?.createdAt.toISOString()).toBe("2001-02-03T04:05:06.007Z")
      expect((await other.get(Shelf, "poetry"))?.name).toBe("poetry")
    })

    it("does nothing twice, and nothing for what was removed before the flush", async () => {
      await using database = await library()
      await using db = database.session()
      const [ada, ben] = [db.add(writer("Ada")), db.add(writer("Ben"))]
      db.add(ada)
      db.delete(ben)
      await db.commit()
      expect(await db.query(Writer).count()).toBe(1)
    })

    it("refuses an entity of another session", async () => {
      await using database = await withBook()
      await using db = database.session()
      await using other = database.session()
      const book = (await db.get(Book, 1))!
      expect(() => other.add(book)).toThrow("belongs to another session")
      expect(() => other.delete(book)).toThrow("belongs to another session")
      expect(() => db.add({})).toThrow("An entity is expected")
    })
  })

  describe("getting", () => {
    it("gives the same object for the same row, and reads it once", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      const statements = await statementsOf(database, async () => {
        expect(await db.get(Book, 1)).toBe(book)
      })
      expect(statements).toEqual([])
      expect((await db.query(Book).all())[0]).toBe(book)
      expect(book).toBeInstanceOf(Book)
    })

    it("gives undefined where there is no row", async () => {
      await using database = await library()
      await using db = database.session()
      expect(await db.get(Book, 1)).toBeUndefined()
    })

    it("refuses a key of another type", async () => {
      await using database = await library()
      await using db = database.session()
      await expect(db.get(Book, undefined as never)).rejects.toThrow("A number is expected, not undefined.")
      await expect(db.get(Shelf, 3 as never)).rejects.toThrow("A string is expected, not number.")
    })
  })

  describe("changing", () => {
    it("updates changed columns only, and the time of the change", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      book.rename("New")
      book.tags.push("x")
      const statements = await statementsOf(database, () => db.commit())
      expect(texts(statements)[1]).toBe(`UPDATE "books" SET "title" = ?, "tags" = ?, "updated_at" = ? WHERE "id" = ?`)
      expect(texts(await statementsOf(database, () => db.commit()))).toEqual([])
      await using other = database.session()
      expect(await other.get(Book, 1)).toMatchObject({ title: "New", tags: ["x"] })
    })

    it("writes nothing for a value that was set to what it was", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      book.title = `${book.title}`
      book.createdAt = new Date(book.createdAt)
      book.tags = [...book.tags]
      expect(await statementsOf(database, () => db.commit())).toEqual([])
    })

    it("validates what changed", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      book.pages = 1.5
      await expect(db.flush()).rejects.toMatchObject({ faults: [{ pointer: "/pages" }] })
      ;(book as { writerId: unknown }).writerId = null
      book.pages = 2
      await expect(db.flush()).rejects.toMatchObject({ faults: [{ pointer: "/writer", code: "missing" }] })
    })

    it("follows a new owner, who is added with it", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = await db.query(Book).with({ writer: true }).one()
      const ben = writer("Ben")
      Object.assign(book, { writer: ben })
      await db.commit()
      expect(ben.id).toBe(2)
      expect(book.writerId).toBe(2)
      await using other = database.session()
      expect((await other.get(Book, 1, { with: { writer: true } }))?.writer.name).toBe("Ben")
    })

    it("keeps an owner that is not flushed yet when a query reads the old one", async () => {
      await using database = await withBook()
      await using db = database.session()
      const [book, ben] = [(await db.get(Book, 1))!, db.add(writer("Ben"))]
      await db.flush()
      Object.assign(book, { writer: ben })
      const again = await db.query(Book).with({ writer: true }).one()
      expect(again.writer).toBe(ben)
      await db.commit()
      await using other = database.session()
      expect((await other.get(Book, 1, { with: { writer: true } }))?.writer.name).toBe("Ben")
    })

    it("refuses to change a key", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      book.id = 2
      await expect(db.flush()).rejects.toThrow("The key of a Book cannot change.")
    })

    it("says so when the row has gone", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      await using other = database.session()
      other.delete((await other.get(Book, 1))!)
      await other.commit()
      book.rename("New")
      await expect(db.commit()).rejects.toThrow(StaleData)
      await expect(db.refresh(book)).rejects.toThrow(StaleData)
    })
  })

  describe("deleting", () => {
    it("deletes those that refer to others first", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1, { with: { writer: true } }))!
      const ben = db.add(writer("Ben"))
      const review = db.add(new Review({ text: "Good", stars: 5, book, by: ben }))
      await db.commit()
      db.delete(ben)
      db.delete(review)
      const statements = await statementsOf(database, () => db.commit())
      expect(texts(statements).slice(1, 3)).toEqual([
        `DELETE FROM "reviews" WHERE "id" = ?`,
        `DELETE FROM "writers" WHERE "id" = ?`,
      ])
      expect(await db.get(Writer, ben.id)).toBeUndefined()
    })

    it("can be taken back before the flush, and after it by adding again", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      db.delete(book)
      expect(await db.get(Book, 1)).toBeUndefined()
      db.add(book)
      expect(await statementsOf(database, () => db.commit())).toEqual([])
      db.delete(book)
      await db.flush()
      db.add(book)
      await db.commit()
      await using other = database.session()
      expect((await other.get(Book, 1))?.title).toBe("Notes")
    })

    it("refuses what has no row", async () => {
      await using database = await library()
      await using db = database.session()
      expect(() => db.delete(writer("Ada"))).toThrow("has no row")
    })
  })

  describe("flush without commit", () => {
    it("makes keys and times, which only this session sees", async () => {
      await using database = await library()
      await using db = database.session()
      const book = db.add(new Book({ title: "Notes", writer: writer("Ada") }))
      await (db as unknown as Record<symbol, () => Promise<void>>)[Symbol.for("maru.flush")]!()
      expect(book.id).toBe(1)
      expect(db.inTransaction).toBe(true)
      expect(await db.query(Book).count()).toBe(1)
      await db.rollback()
      expect(await db.query(Book).count()).toBe(0)
    })

    it("does not begin anything when there is nothing to write", async () => {
      await using database = await library()
      await using db = database.session()
      expect(await statementsOf(database, () => db.flush())).toEqual([])
      expect(db.inTransaction).toBe(false)
    })
  })

  describe("rollback", () => {
    it("expires what was read: nothing stale is ever seen", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1, { with: { writer: true } }))!
      const counted = await db.query(Book).withCount({ reviewCount: "reviews" }).one()
      expect(counted.reviewCount).toBe(0)
      book.rename("New")
      await db.flush()
      await db.rollback()
      expect(book.id).toBe(1)
      expect(Object.keys(counted)).toEqual(["id"])
      for (const read of [() => book.title, () => book.writer, () => book.tags]) expect(read).toThrow(DataError)
      expect(() => book.title).toThrow("Book.title is not known any more")
      expect(() => book.rename("X")).toThrow("is not known any more")
      expect(await db.get(Book, 1)).toBe(book)
      expect(book.title).toBe("Notes")
      expect(Object.getPrototypeOf(book)).toBe(Book.prototype)
      await db.refresh(book, { with: { writer: true } })
      expect(book.writer.name).toBe("Ada")
    })

    it("makes what was inserted new again", async () => {
      await using database = await library()
      await using db = database.session()
      const ada = db.add(writer("Ada"))
      const book = db.add(new Book({ title: "Notes", writer: ada }))
      await db.flush()
      await db.rollback()
      expect([ada.id, book.id, book.createdAt]).toEqual([undefined, undefined, undefined])
      expect(book.title).toBe("Notes")
      db.add(book)
      await db.commit()
      expect(await db.query(Book).with({ writer: true }).one()).toBe(book)
      expect(book.writerId).toBe(ada.id)
    })

    it("brings back what was deleted, and forgets what was only planned", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      db.delete(book)
      await db.flush()
      await db.rollback()
      expect(await db.get(Book, 1)).toBe(book)
      db.delete(book)
      db.add(writer("Ben"))
      await db.rollback()
      await db.commit()
      expect(await db.query(Writer).count()).toBe(1)
      expect(await db.query(Book).count()).toBe(1)
    })

    it("happens when a session ends without commit", async () => {
      await using database = await withBook()
      const kept = await (async () => {
        await using db = database.session()
        const book = (await db.get(Book, 1))!
        db.add(writer("Ben"))
        await db.flush()
        return book
      })()
      expect(() => kept.title).toThrow("is not known any more")
      await using db = database.session()
      expect(await db.query(Writer).count()).toBe(1)
    })

    it("leaves entities readable that were only read", async () => {
      await using database = await withBook()
      const read = await (async () => {
        await using db = database.session()
        return (await db.get(Book, 1))!
      })()
      expect(read.title).toBe("Notes")
    })
  })

  describe("refresh", () => {
    it("takes the row's values, whatever was changed", async () => {
      await using database = await withBook()
      await using db = database.session()
      const book = (await db.get(Book, 1))!
      await using other = database.session()
      const same = (await other.get(Book, 1))!
      same.rename("Theirs")
      await other.commit()
      book.rename("Mine")
      book.pages = 7
      await db.refresh(book)
      expect([book.title, book.pages]).toEqual(["Theirs", 100])
      expect(await statementsOf(database, () => db.commit())).toEqual([])
    })
  })

  describe("a session that has ended", () => {
    it("refuses everything", async () => {
      await using database = await withBook()
      const db = database.session()
      await db.get(Book, 1)
      await db[Symbol.asyncDispose]()
      await db[Symbol.asyncDispose]()
      await expect(db.get(Book, 1)).rejects.toMatchObject({ code: "session-closed" })
      await expect(db.query(Book).all()).rejects.toMatchObject({ code: "session-closed" })
      await expect(db.commit()).rejects.toMatchObject({ code: "session-closed" })
      expect(() => db.add(writer("Ben"))).toThrow("has ended")
    })

    it("is ended by its signal", async () => {
      await using database = await withBook()
      const abort = new AbortController()
      await using db = database.session({ signal: abort.signal })
      const book = (await db.get(Book, 1))!
      book.rename("New")
      await db.flush()
      abort.abort(new Error("gone"))
      await expect(db.commit()).rejects.toThrow("gone")
      await db[Symbol.asyncDispose]()
      await using other = database.session()
      expect((await other.get(Book, 1))?.title).toBe("Notes")
    })

    it("does not write when it is there to read", async () => {
      await using database = await withBook()
      await using db = database.session({ readOnly: true })
      ;(await db.get(Book, 1))!.rename("New")
      await expect(db.commit()).rejects.toThrow("only reads")
    })
  })

  describe("one to one", () => {
    it("is found from both sides, and null where there is none", async () => {
      await using database = await library()
      await using db = database.session()
      const [ada] = [db.add(writer("Ada")), db.add(writer("Ben"))]
      db.add(new Profile({ about: "Counts", writer: ada }))
      await db.commit()
      await using other = database.session()
      const writers = await other.query(Writer).orderBy("id").with({ profile: true, mentor: true }).all()
      expect(writers.map((each) => [each.profile?.about ?? null, each.mentor])).toEqual([
        ["Counts", null],
        [null, null],
      ])
    })
  })
})
