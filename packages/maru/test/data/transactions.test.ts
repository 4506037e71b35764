import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, it } from "vitest"
import { type Database, DatabaseUnavailable, ForeignKeyViolation, TransactionConflict } from "../../src/data.ts"
import { openDriver } from "../../src/data/dialects/sqlite/driver.ts"
import { eachEngine } from "./engines.ts"
import { Book, Writer, library, libraryFile, libraryOn, statementsOf, writer } from "./library.ts"

async function seed(database: Database): Promise<void> {
  await using db = database.session()
  const book = db.add(new Book({ title: "Counter", writer: writer("Ada") }))
  book.pages = 1
  await db.commit()
}

/** Reads, waits as a handler would for something else, and adds one to what it read. */
async function readModifyWrite(database: Database, lock: boolean, wait = (): Promise<void> => sleep(2)): Promise<void> {
  await using db = database.session()
  const book = (await db.get(Book, 1, lock ? { lock: "update" } : {}))!
  await wait()
  book.pages += 1
  await db.commit()
}

/** Servers end a transaction where SQLite would let it wait; doing it again is what they ask for. */
async function untilItSucceeds(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof TransactionConflict)) throw error
    }
  }
}

eachEngine((engine) => {
  describe("concurrent work", () => {
    const open = () => libraryOn(engine)

    it("that adds rows all succeeds", async () => {
      await using database = await open()
      const add = async (number: number): Promise<void> => {
        await using db = database.session()
        await db.query(Writer).count()
        db.add(writer(`W${number}`))
        await db.flush()
        await sleep(1)
        await db.commit()
      }
      await Promise.all(Array.from({ length: 64 }, (_, number) => add(number)))
      await using db = database.session()
      expect(await db.query(Writer).count()).toBe(64)
    })

    it.each([8, 64])("of %i that read, wait and write all succeeds, and loses nothing under a lock", async (count) => {
      await using database = await open()
      await seed(database)
      await Promise.all(Array.from({ length: count }, () => readModifyWrite(database, true)))
      await using db = database.session()
      expect((await db.get(Book, 1))!.pages).toBe(1 + count)
    })

    it("in serializable sessions loses nothing either", async () => {
      await using database = await open()
      await seed(database)
      const work = async (): Promise<void> => {
        await using db = database.session({ isolation: "serializable" })
        const book = (await db.get(Book, 1))!
        await sleep(1)
        book.pages += 1
        await db.commit()
      }
      await Promise.all(Array.from({ length: 8 }, () => untilItSucceeds(work)))
      await using db = database.session()
      expect((await db.get(Book, 1))!.pages).toBe(9)
    })

    it("without a lock succeeds too: the last one wins, as with READ COMMITTED everywhere", async () => {
      await using database = await open()
      await seed(database)
      const all = Promise.withResolvers<void>()
      let read = 0
      const untilAllHaveRead = (): Promise<void> => {
        if (++read === 8) all.resolve()
        return all.promise
      }
      await Promise.all(Array.from({ length: 8 }, () => readModifyWrite(database, false, untilAllHaveRead)))
      await using db = database.session()
      expect((await db.get(Book, 1))!.pages).toBe(2)
    })

    it("sees what was committed before each statement, and never what was not", async () => {
      await using database = await open()
      await seed(database)
      await using reader = database.session()
      await using other = database.session()
      expect(await reader.query(Writer).count()).toBe(1)
      other.add(writer("Ben"))
      await other.flush()
      const pending = reader.query(Writer).count()
      if (open === libraryFile) expect(await pending).toBe(1)
      await other.commit()
      expect(await pending).toBe(open === libraryFile ? 1 : 2)
      expect(await reader.query(Writer).count()).toBe(2)
    })

    it("takes its turn in the order of asking", async () => {
      await using database = await open()
      await seed(database)
      const order: number[] = []
      await using first = database.session()
      await first.get(Book, 1, { lock: "update" })
      const others = [1, 2, 3].map(async (number) => {
        await using db = database.session()
        await db.get(Book, 1, { lock: "update" })
        order.push(number)
        await db.commit()
      })
      await sleep(5)
      expect(order).toEqual([])
      await first.commit()
      await Promise.all(others)
      // Servers keep the order in which those who wait have reached them.
      expect(engine.dialect === "sqlite" ? order : order.toSorted()).toEqual([1, 2, 3])
    })

    it("of one session asks for one turn only", async () => {
      await using database = await open()
      await seed(database)
      await using holder = database.session()
      await holder.get(Book, 1, { lock: "update" })
      await using db = database.session()
      const both = [db.sql`UPDATE books SET pages = 5`, db.sql`UPDATE books SET title = 'New'`, db.commit()]
      await sleep(2)
      await holder.rollback()
      await Promise.all(both)
      await db.commit()
      await using other = database.session()
      expect(await other.get(Book, 1)).toMatchObject({ pages: 5, title: "New" })
    })
  })
})

describe("a lock", () => {
  it("gives fresh values to an entity that was read before", async () => {
    await using database = await libraryFile()
    await seed(database)
    await using db = database.session()
    const book = (await db.get(Book, 1))!
    await readModifyWrite(database, false)
    expect(book.pages).toBe(1)
    expect(await db.get(Book, 1, { lock: "update" })).toBe(book)
    expect(book.pages).toBe(2)
    expect(await db.query(Book).lock("update").one()).toBe(book)
  })
})

describe("limits", () => {
  it("of the queue refuse at once, others go on", async () => {
    await using database = await libraryFile({ sqlite: { writersWaiting: 2 } })
    await seed(database)
    await using holder = database.session()
    await holder.get(Book, 1, { lock: "update" })
    const waiting = [readModifyWrite(database, true), readModifyWrite(database, true)]
    await expect(readModifyWrite(database, true)).rejects.toThrow(DatabaseUnavailable)
    await expect(readModifyWrite(database, true)).rejects.toMatchObject({ code: "unavailable" })
    await holder.commit()
    await Promise.all(waiting)
  })

  it("of the wait end it, and the turn is not lost", async () => {
    await using database = await libraryFile({ sqlite: { writerWait: 30 } })
    await seed(database)
    const holder = database.session()
    await holder.get(Book, 1, { lock: "update" })
    await expect(readModifyWrite(database, true)).rejects.toThrow("Waited 30 ms for the turn to write.")
    await holder[Symbol.asyncDispose]()
    await readModifyWrite(database, true)
  })

  it("of holding end the transaction: nothing of it stays, and the session learns it", async () => {
    await using database = await libraryFile({ sqlite: { transactionTime: 40 } })
    await seed(database)
    await using slow = database.session()
    const book = (await slow.get(Book, 1, { lock: "update" }))!
    book.pages = 99
    await slow.flush()
    await readModifyWrite(database, true)
    await expect(slow.commit()).rejects.toThrow("open for more than 40 ms")
    expect(() => book.pages).toThrow("is not known any more")
    await slow.refresh(book)
    expect(book.pages).toBe(2)
    book.pages = 3
    await slow.commit()
  })

  it("let a signal end the wait", async () => {
    await using database = await libraryFile()
    await seed(database)
    await using holder = database.session()
    await holder.get(Book, 1, { lock: "update" })
    const abort = new AbortController()
    await using db = database.session({ signal: abort.signal })
    const waiting = db.get(Book, 1, { lock: "update" })
    await sleep(2)
    abort.abort(new Error("gone"))
    await expect(waiting).rejects.toThrow("gone")
  })
})

describe("another process that holds the lock", () => {
  it("is waited for without stopping this one, reads go on", async () => {
    await using database = await libraryFile()
    await seed(database)
    const other = openDriver(database.file)
    other.exec("BEGIN IMMEDIATE")
    let ticks = 0
    const clock = setInterval(() => ticks++, 2)
    const writing = readModifyWrite(database, false)
    await using db = database.session()
    expect(await db.query(Book).count()).toBe(1)
    await sleep(60)
    other.exec("COMMIT")
    await writing
    clearInterval(clock)
    other.close()
    expect(ticks).toBeGreaterThan(5)
    expect((await db.get(Book, 1))!.pages).toBe(2)
  })

  it("is no longer waited for when a signal says so", async () => {
    await using database = await libraryFile()
    await seed(database)
    const other = openDriver(database.file)
    other.exec("BEGIN IMMEDIATE")
    const abort = new AbortController()
    await using db = database.session({ signal: abort.signal })
    const waiting = db.get(Book, 1, { lock: "update" })
    setTimeout(() => abort.abort(new Error("gone")), 5)
    await expect(waiting).rejects.toThrow("gone")
    other.exec("ROLLBACK")
    other.close()
    await readModifyWrite(database, true)
  })

  it("for too long makes the database unavailable, and the turn goes on", async () => {
    await using database = await libraryFile({ sqlite: { writerWait: 40 } })
    await seed(database)
    const other = openDriver(database.file)
    other.exec("BEGIN IMMEDIATE")
    await expect(readModifyWrite(database, false)).rejects.toThrow("Another process held the database")
    other.exec("ROLLBACK")
    other.close()
    await readModifyWrite(database, false)
  })
})

describe("a commit", () => {
  it("that fails rejects, rolls back, and leaves the session usable", async () => {
    await using database = await libraryFile()
    await seed(database)
    await using db = database.session()
    await db.sql`PRAGMA defer_foreign_keys = ON`
    await db.sql`UPDATE books SET writer_id = 99, pages = 50`
    await expect(db.commit()).rejects.toThrow(ForeignKeyViolation)
    expect(db.inTransaction).toBe(false)
    const book = (await db.get(Book, 1))!
    expect(book.pages).toBe(1)
    book.pages = 2
    await db.commit()
    await using other = database.session()
    expect((await other.get(Book, 1))!.pages).toBe(2)
  })

  it("is durable: WAL, and synchronous for every commit", async () => {
    await using database = await libraryFile()
    await using db = database.session({ isolation: "serializable" })
    expect(await db.sql`PRAGMA journal_mode`).toEqual([{ journal_mode: "wal" }])
    expect(await db.sql`PRAGMA synchronous`).toEqual([{ synchronous: 2 }])
    expect(await db.sql`PRAGMA foreign_keys`).toEqual([{ foreign_keys: 1 }])
    expect(await db.sql`PRAGMA busy_timeout`).toEqual([{ timeout: 0 }])
  })
})

describe("a database", () => {
  it("starts when the first session needs it, once", async () => {
    await using file = await libraryFile()
    await file.close()
    await file.start()
    await Promise.all([file.start(), file.start()])
    await using db = file.session()
    expect(await db.query(Book).count()).toBe(0)
  })

  it("does not open again behind the back of whoever closed it", async () => {
    const database = await library()
    await database.close()
    await database.close()
    await using db = database.session()
    await expect(db.query(Book).count()).rejects.toThrow("The database has been closed.")
    db.add(writer("Ada"))
    await expect(db.commit()).rejects.toThrow(DatabaseUnavailable)
  })

  it("finishes on close what is under way, and ends what does not finish", async () => {
    const database = await libraryFile({ sqlite: { writerWait: 60 } })
    await seed(database)
    const work = readModifyWrite(database, true)
    await sleep(1)
    const slow = readModifyWrite(database, true).catch((error: unknown) => error)
    const closing = database.close()
    await work
    await closing
    expect(await slow).toBeInstanceOf(DatabaseUnavailable)
  })

  it("writes nothing into a statement's text and begins nothing for reads", async () => {
    await using database = await libraryFile()
    await seed(database)
    await using db = database.session()
    const statements = await statementsOf(database, () => db.query(Book).where({ title: "x'y" }).all())
    expect(statements).toHaveLength(1)
    expect(statements[0]!.text).not.toContain("x'y")
  })
})
