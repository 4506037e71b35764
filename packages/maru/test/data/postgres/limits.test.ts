import { setTimeout as sleep } from "node:timers/promises"
import { describe, expect, test } from "vitest"
import { type Database, DatabaseUnavailable, TransactionConflict } from "../../../src/data.ts"
import { Account, Owner, describePostgres, fresh, outcome, until } from "./database.ts"

const sleeping =
  "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()"

async function accounts(database: Database, count: number): Promise<void> {
  await using db = database.session()
  for (let number = 0; number < count; number++) db.add(new Account({ title: `account ${number}` }))
  await db.commit()
}

describePostgres("limits of PostgreSQL", () => {
  test("of connections: whoever comes later waits, and too many are refused", async () => {
    await using home = await fresh({ postgres: { connections: 2, waiting: 1, wait: 1000 } })
    await accounts(home.database, 1)
    const hold = async () => {
      const session = home.database.session()
      await session.get(Account, 1, { lock: "update" })
      return session
    }
    const first = await hold()
    await using second = home.database.session({ isolation: "repeatable read" })
    await second.get(Account, 1)
    await using third = home.database.session()
    const waiting = outcome(third.query(Account).count())
    await using fourth = home.database.session()
    expect(await outcome(fourth.query(Account).count())).toMatchObject({
      message: expect.stringContaining("already waiting"),
    })
    expect(await waiting).toMatchObject({
      name: "DatabaseUnavailable",
      message: "Waited 1000 ms for a connection to the database.",
    })
    await first.rollback()
    expect(await third.query(Account).count()).toBe(1)
    expect(await home.processes()).toHaveLength(2)
  })

  test("of connections: 64 units of work share ten", async () => {
    await using home = await fresh()
    await accounts(home.database, 1)
    const add = async (): Promise<void> => {
      await using db = home.database.session()
      const account = (await db.get(Account, 1, { lock: "update" }))!
      account.balance += 1
      await db.commit()
    }
    await Promise.all(Array.from({ length: 64 }, add))
    await using db = home.database.session()
    expect(await db.get(Account, 1)).toMatchObject({ balance: 64 })
    expect((await home.processes()).length).toBeLessThanOrEqual(10)
  })

  test("of a statement's time end it, and the connection serves again", async () => {
    await using home = await fresh({ postgres: { connections: 1, statementTime: 50 } })
    const before = await home.processes()
    await using db = home.database.session()
    const error = await outcome(db.sql`SELECT pg_sleep(30)`)
    expect(error).toBeInstanceOf(DatabaseUnavailable)
    expect(String(error)).toContain("took too long")
    expect(await db.query(Owner).count()).toBe(0)
    expect(await home.processes()).toEqual(before)
  })

  test("of the wait for a lock end it", async () => {
    await using home = await fresh({ postgres: { lockTime: 50 } })
    await accounts(home.database, 1)
    await using holder = home.database.session()
    await holder.get(Account, 1, { lock: "update" })
    await using db = home.database.session()
    const error = await outcome(db.get(Account, 1, { lock: "update" }))
    expect(error).toBeInstanceOf(DatabaseUnavailable)
    expect(String(error)).toContain("locked")
  })

  test("of idling in a transaction end it: its session learns it, others go on", async () => {
    await using home = await fresh({ postgres: { idleTransactionTime: 50 } })
    await accounts(home.database, 1)
    await using slow = home.database.session()
    const account = (await slow.get(Account, 1, { lock: "update" }))!
    account.balance = 99
    await slow.flush()
    await using other = home.database.session()
    expect(await other.get(Account, 1, { lock: "update" })).toMatchObject({ balance: 0 })
    expect(await outcome(slow.commit())).toBeInstanceOf(DatabaseUnavailable)
  })

  test("of a signal: what runs is cancelled on the server", async () => {
    await using home = await fresh({ postgres: { connections: 1 } })
    const before = await home.processes()
    const abort = new AbortController()
    await using db = home.database.session({ signal: abort.signal })
    const running = [outcome(db.sql`SELECT pg_sleep(30)`)]
    await until(async () => Number((await home.other(sleeping))[0]![0]) === 1)
    abort.abort(new Error("gone"))
    expect(await running[0]).toMatchObject({ message: "gone" })
    expect(Number((await home.other(sleeping))[0]![0])).toBe(0)
    await using next = home.database.session()
    expect(await next.query(Owner).count()).toBe(0)
    expect(await home.processes()).toEqual(before)
  })

  test("of a signal: a COMMIT that has begun is waited for", async () => {
    await using home = await fresh()
    await home.other(
      `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.2); RETURN NULL; END'`,
    )
    await home.other(
      "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON owners DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()",
    )
    const abort = new AbortController()
    await using db = home.database.session({ signal: abort.signal })
    db.add(new Owner({ name: "Ada" }))
    await db.flush()
    const committing = outcome(db.commit())
    await sleep(20)
    abort.abort(new Error("gone"))
    expect(await committing).toBeUndefined()
    expect(await home.other("SELECT name FROM owners")).toEqual([["Ada"]])
  })
})

describePostgres("transactions in each other's way", () => {
  test("that wait for each other: one conflicts, the other goes on", async () => {
    await using home = await fresh()
    await accounts(home.database, 2)
    const change = async (order: readonly number[], met: Promise<void>, meet: () => void): Promise<void> => {
      await using db = home.database.session()
      await db.get(Account, order[0]!, { lock: "update" })
      meet()
      await met
      const account = (await db.get(Account, order[1]!, { lock: "update" }))!
      account.balance += 1
      await db.commit()
    }
    const [one, two] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const results = await Promise.all([
      outcome(change([1, 2], two.promise, one.resolve)),
      outcome(change([2, 1], one.promise, two.resolve)),
    ])
    expect(results.filter((result) => result === undefined)).toHaveLength(1)
    expect(results.find((result) => result !== undefined)).toBeInstanceOf(TransactionConflict)
  })

  describe("in serializable sessions", () => {
    test("conflict where no order of them would be right", async () => {
      await using home = await fresh()
      await accounts(home.database, 1)
      const both = [
        home.database.session({ isolation: "serializable" }),
        home.database.session({ isolation: "serializable" }),
      ]
      for (const db of both) (await db.get(Account, 1))!.balance += 1
      await both[0]!.commit()
      expect(await outcome(both[1]!.commit())).toBeInstanceOf(TransactionConflict)
      expect(both[1]!.inTransaction).toBe(false)
    })
  })
})
