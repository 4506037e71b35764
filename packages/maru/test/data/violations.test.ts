import { describe, expect, it } from "vitest"
import {
  CheckViolation,
  ForeignKeyViolation,
  NotNullViolation,
  UniqueViolation,
  connect,
  migration,
  model,
  primaryKey,
  schemaSql,
  unique,
} from "../../src/data.ts"
import { z } from "zod"
import { Book, Profile, Shelf, Writer, libraryOn, writer } from "./library.ts"
import { eachEngine } from "./engines.ts"

eachEngine((engine) => {
  const library = () => libraryOn(engine)

  describe("a broken constraint", () => {
    it("of uniqueness names the model and its properties", async () => {
      await using database = await library()
      await using db = database.session()
      db.add(writer("Ada"))
      await db.commit()
      db.add(writer("Ada"))
      const error = await db.flush().catch((fault: unknown) => fault)
      expect(error).toBeInstanceOf(UniqueViolation)
      expect(error).toMatchObject({ code: "unique-violation", model: "Writer", columns: ["email"] })
      expect(String(error)).not.toContain("ada@library.example")
      expect(db.inTransaction).toBe(false)
    })

    it("of uniqueness of a key or a relation too", async () => {
      await using database = await library()
      await using db = database.session()
      db.add(new Shelf({ name: "a" }))
      await db.commit()
      db.add(new Shelf({ name: "a" }))
      await expect(db.commit()).rejects.toMatchObject({ model: "Shelf", columns: ["name"] })
      const ada = writer("Ada")
      for (const about of ["one", "two"]) db.add(new Profile({ about, writer: ada }))
      await expect(db.commit()).rejects.toMatchObject({ model: "Profile", columns: ["writerId"] })
    })

    it("of a foreign key, on insert and on delete", async () => {
      await using database = await library()
      await using db = database.session()
      db.add(new Book({ title: "T", writer: writer("Ada") }))
      await db.commit()
      await using other = database.session()
      Object.assign((await other.get(Book, 1))!, { writerId: 99 })
      await expect(other.flush()).rejects.toThrow(ForeignKeyViolation)
      await db.sql`CREATE TABLE notes (writer_id BIGINT, FOREIGN KEY (writer_id) REFERENCES writers (id))`
      await db.sql`INSERT INTO notes (writer_id) VALUES (1)`
      db.delete((await db.get(Writer, 1))!)
      await expect(db.commit()).rejects.toMatchObject({ code: "foreign-key-violation", model: "Writer" })
    })

    it("of a check, a type or null, where the database knows more than the model", async () => {
      class Thing extends model("things", { id: primaryKey(), size: z.int(), name: unique(z.string()).nullable() }) {}
      const sql = schemaSql([Thing])
        .replace(`"size" INTEGER NOT NULL`, `"size" INTEGER NOT NULL CONSTRAINT small CHECK (size < 10)`)
        .replace(`"name" TEXT`, `"name" TEXT NOT NULL`)
      const database = connect("sqlite::memory:", { migrations: [migration("0001_s.sql", sql)] })
      await using db = database.session()
      db.add(new Thing({ size: 11, name: "a" }))
      const check = await db.commit().catch((error: unknown) => error)
      expect(check).toBeInstanceOf(CheckViolation)
      expect(check).toMatchObject({ model: "Thing", constraint: "small" })
      db.add(new Thing({ size: 1, name: null }))
      const missing = await db.commit().catch((error: unknown) => error)
      expect(missing).toBeInstanceOf(NotNullViolation)
      expect(missing).toMatchObject({ model: "Thing", columns: ["name"] })
      await database.close()
    })
  })
})
