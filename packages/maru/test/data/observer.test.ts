import { describe, expect, it } from "vitest"
import { Book, Writer, library, statementsOf, writer } from "./library.ts"

describe("observing statements", () => {
  it("shows text, parameters, rows and time, and redacts hidden columns wherever they are bound", async () => {
    await using database = await library()
    await using db = database.session()
    const ada = new Writer({ name: "Ada", email: "a@b.co", secret: "s3cret" })
    const seen = await statementsOf(database, async () => {
      db.add(ada)
      await db.commit()
      ada.secret = "n3w"
      await db.commit()
      await db
        .query(Writer)
        .where({ or: [{ secret: "n3w" }, { name: "x" }] })
        .limit(1)
        .all()
      await db
        .query(Writer)
        .where({ secret: { in: ["n3w"] } })
        .count()
      await db
        .query(Book)
        .where({ writer: { secret: "n3w" } })
        .withCount({ n: "reviews" })
        .exists()
      await db
        .query(Book)
        .withExists({ s: { relation: "shelves", where: { books: { writer: { secret: "n3w" } } } } })
        .all()
    })
    expect(JSON.stringify(seen)).not.toMatch(/s3cret|n3w/)
    expect(seen[1]).toMatchObject({ parameters: ["Ada", "a@b.co", "[redacted]", null], rows: 1, error: undefined })
    expect(seen[4]!.parameters).toEqual(["[redacted]", 1])
    expect(seen[6]).toMatchObject({ parameters: ["[redacted]", "x", 1], rows: 1 })
    for (const { time } of seen) expect(time).toBeGreaterThanOrEqual(0)
  })

  it("shows failures", async () => {
    await using database = await library()
    await using db = database.session()
    db.add(writer("Ada"))
    await db.commit()
    db.add(writer("Ada"))
    const seen = await statementsOf(database, () => db.commit().catch(() => undefined))
    expect(seen.map(({ text, rows }) => [text.split(" ")[0], rows])).toEqual([
      ["BEGIN", 0],
      ["INSERT", undefined],
      ["ROLLBACK", 0],
    ])
    expect(String(seen[1]!.error)).toContain("UNIQUE")
  })

  it("says which session, which transaction and which line of the application", async () => {
    await using database = await library()
    await using first = database.session()
    await using second = database.session()
    const seen = await statementsOf(database, async () => {
      await first.query(Writer).all()
      await first.query(Writer).first()
      await first.get(Writer, 1)
      second.add(writer("Ada"))
      await second.flush()
      await second.query(Writer).count()
      await second.sql`SELECT 1`
      await second.commit()
    })
    const sessions = seen.map(({ session }) => session)
    expect(new Set(sessions).size).toBe(2)
    expect(sessions.slice(0, 3).every((session) => session === sessions[0])).toBe(true)
    const transactions = seen.map(({ transaction }) => transaction)
    expect(transactions.slice(0, 3)).toEqual([undefined, undefined, undefined])
    expect(new Set(transactions.slice(3)).size).toBe(1)
    expect(transactions[3]).toBeGreaterThan(0)
    for (const { caller, text } of seen) expect(`${text} ${caller?.file}`).toContain("observer.test.ts")
    expect(new Set(seen.map(({ caller }) => caller!.line)).size).toBe(7)
  })

  it("ends, and is not disturbed by an observer that throws", async () => {
    await using database = await library()
    await using db = database.session()
    const warned = new Promise<Error>((resolve) => process.once("warning", resolve))
    const stop = database.observe(() => {
      throw new Error("observer")
    })
    expect(await db.query(Writer).count()).toBe(0)
    expect((await warned).message).toBe("observer")
    stop()
    let seen = 0
    const end = database.observe(() => seen++)
    end()
    await db.query(Writer).count()
    expect(seen).toBe(0)
  })
})

describe("SQL of one's own", () => {
  it("binds every value as what it is", async () => {
    await using database = await library()
    await using db = database.session()
    const at = new Date(0)
    const rows = await db.sql`SELECT ${1} AS i, typeof(${1}) AS t, ${1.5} AS r, ${true} AS b, ${at} AS d, ${null} AS n,
      ${2n ** 40n} AS g, ${"'; DROP TABLE books; --"} AS s, typeof(${new Uint8Array(2)}) AS u`
    expect(rows).toEqual([
      {
        i: 1,
        t: "integer",
        r: 1.5,
        b: 1,
        d: "1970-01-01T00:00:00.000Z",
        n: null,
        g: 2 ** 40,
        s: "'; DROP TABLE books; --",
        u: "blob",
      },
    ])
    await expect(db.sql`SELECT ${undefined}`).rejects.toThrow("cannot be bound")
    await expect(db.sql`SELECT ${[1] as never}`).rejects.toThrow("cannot be bound")
  })

  it("keeps the digits of integers that a number cannot hold", async () => {
    await using database = await library()
    await using db = database.session()
    expect(
      await db.sql`SELECT 9007199254740991 AS "last", 9007199254740993 AS beyond, -9007199254740993 AS below, 2.5 AS half`,
    ).toEqual([{ last: 9007199254740991, beyond: 9007199254740993n, below: -9007199254740993n, half: 2.5 }])
  })

  it("is one statement, whose places are all bound", async () => {
    await using database = await library()
    await using db = database.session()
    const refused = (run: () => Promise<unknown>) => expect(run()).rejects
    await refused(() => db.sql`DELETE FROM shelves; DELETE FROM books`).toMatchObject({
      code: "query-invalid",
      message: "This SQL does not work: it has more than one statement. Run them one after the other.",
    })
    await refused(() => db.sql`SELECT ${1}, ?`).toThrow('it has 2 places for values ("?"), and 1 values are given')
    await refused(() => db.sql`SELECT name FROM shelves WHERE name = :name`).toThrow('":name" is bound to nothing')
    await refused(() => db.sql`SELECT ?2, ${1}`).toThrow('"?2" is bound to nothing')
    await refused(() => db.sql`-- nothing`).toThrow("there is no statement in it")
    await refused(() => db.sql``).toThrow("there is no statement in it")
    expect(
      await db.sql`SELECT '?' AS "a?", ":b" AS [c?], ${2} -- ?
        /* ; :d */ AS \`e@\`, x'3f' IS NOT NULL AS f$g FROM (SELECT 1 AS ":b"); -- the end ?
        ;`,
    ).toEqual([{ "a?": "?", "c?": 1, "e@": 2, f$g: 1 }])
  })

  it("knows the columns of a table that has changed since", async () => {
    await using database = await library()
    await using db = database.session()
    await db.sql`INSERT INTO shelves VALUES ('a')`
    const all = () => db.sql`SELECT * FROM shelves`
    expect(await all()).toEqual([{ name: "a" }])
    await db.sql`ALTER TABLE shelves ADD COLUMN floor INTEGER DEFAULT 2`
    expect(await all()).toEqual([{ name: "a", floor: 2 }])
    await db.sql`ALTER TABLE shelves RENAME COLUMN floor TO level`
    expect(await all()).toEqual([{ name: "a", level: 2 }])
  })

  it("counts the rows that it reads or writes, and none where it does neither", async () => {
    await using database = await library()
    await using db = database.session()
    const seen = await statementsOf(database, async () => {
      await db.sql`INSERT INTO shelves VALUES ('a'), ('b'), ('c')`
      await db.sql`CREATE TABLE extra (x INTEGER)`
      await db.sql`SELECT * FROM shelves LIMIT 2`
      await db.sql`UPDATE shelves SET name = 'd' || name WHERE name IN ('a', 'b') RETURNING name`
      await db.sql`UPDATE shelves SET name = 'e' WHERE name = 'nowhere'`
    })
    expect(seen.map(({ rows }) => rows)).toEqual([0, 3, 0, 2, 2, 0])
  })

  it("joins the unit of work when it writes, after what was added", async () => {
    await using database = await library()
    await using db = database.session()
    db.add(writer("Ada"))
    expect(await db.sql`UPDATE writers SET name = ${"Eva"} RETURNING name`).toEqual([{ name: "Eva" }])
    expect(db.inTransaction).toBe(true)
    await db.rollback()
    expect(await db.query(Writer).count()).toBe(0)
  })

  it("reads without a transaction, in comments and WITH too", async () => {
    await using database = await library()
    await using db = database.session()
    expect(
      await db.sql`-- a comment
      /* another */ WITH n AS (SELECT 1 AS x) SELECT x FROM n`,
    ).toEqual([{ x: 1 }])
    expect(await db.sql`VALUES (1)`).toEqual([{ column1: 1 }])
    expect(db.inTransaction).toBe(false)
    await db.sql`WITH n AS (SELECT 'x' AS x) INSERT INTO shelves SELECT x FROM n`
    expect(db.inTransaction).toBe(true)
  })
})
