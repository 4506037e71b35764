import { inspect } from "node:util"
import { expect, test } from "vitest"
import { z } from "zod"
import {
  CheckViolation,
  DatabaseUnavailable,
  ForeignKeyViolation,
  NotNullViolation,
  UniqueViolation,
  decimal,
  model,
  primaryKey,
  unique,
} from "../../../src/data.ts"
import { statementsOf } from "../library.ts"
import { Account, Owner, describePostgres, fresh, outcome } from "./database.ts"

describePostgres("a unit of work on PostgreSQL", () => {
  test("inserts any number of rows with one statement, and gives each its key", async () => {
    await using home = await fresh()
    await using db = home.database.session()
    const owners = Array.from({ length: 12_000 }, (_, place) =>
      db.add(new Owner({ name: `"owner" \\ {${place}}, NULL` })),
    )
    const statements = await statementsOf(home.database, () => db.commit())
    expect(statements.map(({ text }) => text.split(" ")[0])).toEqual(["BEGIN", "INSERT", "INSERT", "INSERT", "COMMIT"])
    const rows = await home.other("SELECT id, name FROM owners")
    expect(new Map(rows.map(([id, name]) => [Number(id), name]))).toEqual(
      new Map(owners.map(({ id, name }) => [id, name])),
    )
  })

  test("keeps rows that need no keys of each other together", async () => {
    await using home = await fresh()
    await using db = home.database.session()
    for (let number = 0; number < 30; number++) db.add(new Account({ title: `account ${number}` }))
    await db.commit()
    const accounts = await db.query(Account).all()
    for (const account of accounts) account.balance = account.id
    db.delete(accounts[0]!)
    const statements = await statementsOf(home.database, () => db.commit())
    expect(statements).toHaveLength(32)
    expect(await home.other("SELECT count(*), sum(balance) FROM accounts")).toEqual([["29", "464"]])
  })

  test("stores every kind of value in lists of rows too", async () => {
    class Sample extends model("samples", {
      id: primaryKey(),
      text: z.string(),
      real: z.number().nullable(),
      big: z.bigint(),
      yes: z.boolean(),
      at: z.date(),
      data: z.record(z.string(), z.unknown()),
      bytes: z.instanceof(Uint8Array),
      price: decimal(10, 2),
      token: z.uuid(),
    }) {}
    await using home = await fresh({}, [Sample])
    const made = (place: number) => ({
      text: `a "quoted" \\ text, {}, NULL ${place}`,
      real: place % 2 === 0 ? null : 0.1 + place,
      big: 2n ** 62n + BigInt(place),
      yes: place % 3 === 0,
      at: new Date(Date.UTC(2026, 0, 1, 0, 0, 0, place)),
      data: { z: [1, "two", null], a: { 'k\\"': place } },
      bytes: new Uint8Array([0, 34, 92, 255, place]),
      price: `-${place}.05`,
      token: `00000000-0000-4000-8000-00000000000${place}`,
    })
    await using db = home.database.session()
    const stored = Array.from({ length: 5 }, (_, place) => db.add(new Sample(made(place) as never)))
    await db.commit()
    await using other = home.database.session()
    const read = await other.query(Sample).orderBy("id").all()
    expect(read.map((each) => ({ ...each }))).toEqual(stored.map((each, place) => ({ ...made(place), id: each.id })))
    expect(await statementsOf(home.database, () => other.commit())).toEqual([])
    const [first, last] = [made(0), made(4)]
    for (const where of [
      { text: { in: [first.text, last.text] } },
      { big: { in: [first.big, last.big] } },
      { at: { in: [first.at, last.at] } },
      { bytes: { in: [first.bytes, last.bytes] } },
      { price: { in: [first.price, last.price] } },
      { token: { in: [first.token.toUpperCase(), last.token] } },
    ]) {
      expect((await other.query(Sample).where(where).orderBy("id").all()).map(({ id }) => id)).toEqual([1, 5])
    }
    expect(
      await other
        .query(Sample)
        .where({ price: { lt: "-1" } })
        .count(),
    ).toBe(4)
  })

  test("tells broken constraints by their names in the model, without a value", async () => {
    class Thing extends model("things", {
      id: primaryKey(),
      order: unique(z.string().max(20)),
      size: z.int(),
      note: z.string().nullable(),
    }) {}
    await using home = await fresh({}, [Thing, Owner, Account])
    await home.other("ALTER TABLE things ADD CONSTRAINT small CHECK (size < 10), ALTER COLUMN note SET NOT NULL")
    const broken = async (entity: object): Promise<unknown> => {
      await using db = home.database.session()
      db.add(entity)
      return await outcome(db.commit())
    }
    const thing = (changes: object) => new Thing({ order: "secret)=(x", size: 1, note: "n", ...changes })
    expect(await broken(thing({}))).toBeUndefined()
    const twice = await broken(thing({}))
    expect(twice).toBeInstanceOf(UniqueViolation)
    expect(twice).toMatchObject({ model: "Thing", columns: ["order"] })
    expect(inspect(twice, { depth: 9 })).not.toContain("secret")
    const big = await broken(thing({ order: "b", size: 11 }))
    expect(big).toBeInstanceOf(CheckViolation)
    expect(big).toMatchObject({ model: "Thing", constraint: "small" })
    const missing = await broken(thing({ order: "c", note: null }))
    expect(missing).toBeInstanceOf(NotNullViolation)
    expect(missing).toMatchObject({ columns: ["note"] })
    const account = Object.assign(new Account({ title: "t" }), { ownerId: 99 })
    const dangling = await broken(account)
    expect(dangling).toBeInstanceOf(ForeignKeyViolation)
    expect(dangling).toMatchObject({ model: "Account" })
    await home.other('ALTER TABLE things ALTER COLUMN "order" TYPE varchar(5)').catch(() => undefined)
    await home.other("DELETE FROM things")
    await home.other('ALTER TABLE things ALTER COLUMN "order" TYPE varchar(5)')
    expect(await broken(thing({ order: "longer than five" }))).toBeInstanceOf(CheckViolation)
  })

  test("is undone by a writing statement of one's own that fails, as on other engines", async () => {
    await using home = await fresh()
    await using db = home.database.session()
    db.add(new Owner({ name: "Ada" }))
    await db.flush()
    expect(await outcome(db.sql`INSERT INTO owners (name) VALUES ('Ada')`)).toBeInstanceOf(UniqueViolation)
    expect(db.inTransaction).toBe(false)
    await db.sql`INSERT INTO owners (name) VALUES ('Ben')`
    await db.commit()
    expect(await home.other("SELECT name FROM owners ORDER BY name")).toEqual([["Ben"]])
  })

  test("begins with its first statement, and costs nothing without one", async () => {
    await using home = await fresh()
    const statements = await statementsOf(home.database, async () => {
      await using db = home.database.session()
      await db.commit()
    })
    expect(statements).toEqual([])
  })

  test("refuses COPY FROM STDIN, and goes on", async () => {
    await using home = await fresh({ postgres: { connections: 1 } })
    await using db = home.database.session()
    const copy = Object.assign(["COPY owners FROM STDIN"], { raw: [] })
    expect(await outcome(db.sql(copy))).toBeInstanceOf(DatabaseUnavailable)
    await db.rollback()
    db.add(new Owner({ name: "Ada" }))
    await db.commit()
    expect(await db.query(Owner).count()).toBe(1)
  })
})
