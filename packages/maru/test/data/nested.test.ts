import { describe, expect, it } from "vitest"
import { type DbSession, StaleData, UniqueViolation } from "../../src/data.ts"
import { eachEngine } from "./engines.ts"
import { Book, Shelf, Writer, libraryOn, openOn, writer } from "./library.ts"
import { Order, shopModels } from "./shop.ts"

eachEngine((engine) => {
  describe("nested", () => {
    it("keeps what it wrote when it succeeds, and the whole is still one transaction", async () => {
      await using database = await libraryOn(engine)
      {
        await using db = database.session()
        db.add(writer("Ada"))
        const result = await db.nested(async () => {
          db.add(writer("Ben"))
          return "done"
        })
        expect(result).toBe("done")
        expect(await db.query(Writer).count()).toBe(2)
      }
      await using db = database.session()
      expect(await db.query(Writer).count()).toBe(0)
    })

    it("undoes only what it wrote when it throws", async () => {
      await using database = await libraryOn(engine)
      await using db = database.session()
      const ada = db.add(writer("Ada"))
      const book = db.add(new Book({ title: "One", writer: ada }))
      const lost = writer("Ben")
      await expect(
        db.nested(async () => {
          db.add(lost)
          book.title = "Two"
          await db.flush()
          db.add(new Book({ title: "Never flushed", writer: ada }))
          throw new Error("changed my mind")
        }),
      ).rejects.toThrow("changed my mind")
      expect(ada.name).toBe("Ada")
      expect(lost.id).toBeUndefined()
      expect(() => book.title).toThrow("not known any more")
      await db.refresh(book)
      expect(book.title).toBe("One")
      await db.commit()
      await using other = database.session()
      expect((await other.query(Writer).all()).map(({ name }) => name)).toEqual(["Ada"])
      expect(await other.query(Book).count()).toBe(1)
    })

    it("lets the transaction go on after a broken constraint", async () => {
      await using database = await libraryOn(engine)
      await using db = database.session()
      db.add(new Shelf({ name: "a" }))
      await db.flush()
      const error = await db
        .nested(async () => void db.add(new Shelf({ name: "a" })))
        .catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(UniqueViolation)
      db.add(new Shelf({ name: "b" }))
      await db.commit()
      expect(await db.query(Shelf).count()).toBe(2)
    })

    it("may be nested further", async () => {
      await using database = await libraryOn(engine)
      await using db = database.session()
      await db.nested(async () => {
        db.add(new Shelf({ name: "outer" }))
        await db.nested(async () => void db.add(new Shelf({ name: "inner" }))).catch(() => undefined)
        await db
          .nested(async () => {
            db.add(new Shelf({ name: "lost" }))
            await db.flush()
            throw new Error("no")
          })
          .catch(() => undefined)
      })
      await db.commit()
      const names = (await db.query(Shelf).orderBy("name").all()).map(({ name }) => name)
      expect(names).toEqual(["inner", "outer"])
    })

    it("brings a deleted entity back", async () => {
      await using database = await libraryOn(engine)
      await using db = database.session()
      const shelf = db.add(new Shelf({ name: "a" }))
      await db.commit()
      await db
        .nested(async () => {
          db.delete(shelf)
          await db.flush()
          expect(await db.get(Shelf, "a")).toBeUndefined()
          throw new Error("no")
        })
        .catch(() => undefined)
      expect(await db.get(Shelf, "a")).toBe(shelf)
      await db.commit()
      expect(await db.query(Shelf).count()).toBe(1)
    })

    it("expires what it could not delete because somebody else had changed it", async () => {
      await using database = await openOn(engine, shopModels)
      await using db = database.session()
      const order = db.add(new Order({ note: "mine" }))
      await db.commit()
      {
        await using other = database.session()
        ;(await other.get(Order, order.id))!.note = "theirs"
        await other.commit()
      }
      await expect(db.nested(async () => db.delete(order))).rejects.toBeInstanceOf(StaleData)
      expect(() => order.note).toThrow("not known any more")
      expect((await db.refresh(order)).note).toBe("theirs")
    })

    it("expires everything after a statement of one's own", async () => {
      await using database = await libraryOn(engine)
      await using db = database.session()
      const ada = db.add(writer("Ada"))
      await db.commit()
      await db
        .nested(async () => {
          await db.sql`UPDATE writers SET name = 'Eve'`
          throw new Error("no")
        })
        .catch(() => undefined)
      expect(() => ada.name).toThrow("not known any more")
      expect((await db.refresh(ada)).name).toBe("Ada")
    })
  })

  describe("a statement of one's own that fails", () => {
    const fails = (db: DbSession): Promise<unknown> =>
      db.sql`INSERT INTO writers (no_such_column) VALUES (1)`.catch((error: unknown) => error)

    it("undoes the whole transaction, as every other write that fails", async () => {
      await using database = await libraryOn(engine)
      await using db = database.session()
      expect(await fails(db)).toBeInstanceOf(Error)
      expect(db.inTransaction).toBe(false)
      const ada = db.add(writer("Ada"))
      await db.flush()
      expect(await fails(db)).toBeInstanceOf(Error)
      expect(db.inTransaction).toBe(false)
      expect(ada.id).toBeUndefined()
      db.add(writer("Eve"))
      await db.commit()
      expect((await db.query(Writer).all()).map(({ name }) => name)).toEqual(["Eve"])
    })

    it("undoes inside nested work no more than the nested work", async () => {
      await using database = await libraryOn(engine)
      await using db = database.session()
      db.add(writer("Ada"))
      const failed = await db
        .nested(async () => {
          db.add(writer("Eve"))
          throw await fails(db)
        })
        .catch((error: unknown) => error)
      expect(failed).toBeInstanceOf(Error)
      await db.commit()
      expect((await db.query(Writer).all()).map(({ name }) => name)).toEqual(["Ada"])
    })
  })
})
