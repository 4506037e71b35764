// Needs MYSQL_URL; skipped without it.
import { expect, test } from "vitest"
import { type Database, DatabaseUnavailable, TransactionConflict } from "../../../src/data.ts"
import { Account, Owner, describeMysql, fresh, outcome } from "./database.ts"

async function twoAccounts(database: Database): Promise<void> {
  await using session = database.session()
  for (const title of ["first", "second"]) session.add(new Account({ title }))
  await session.commit()
}

describeMysql("limits of MySQL", () => {
  test("end a statement that takes too long, and its connection goes on", async () => {
    await using home = await fresh({ mysql: { connections: 1, statementTime: 500 } })
    await using session = home.database.session()
    const slow = await outcome(
      session.sql`SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c`,
    )
    expect(slow).toBeInstanceOf(DatabaseUnavailable)
    const [thread] = await home.threads()
    expect(await session.query(Owner).count()).toBe(0)
    expect(await home.threads()).toContain(thread)
  })

  test("a signal stops the statement in the database, and nobody else's", async () => {
    await using home = await fresh({ mysql: { connections: 2 } })
    const controller = new AbortController()
    await using session = home.database.session({ signal: controller.signal })
    await using other = home.database.session()
    const stopped = outcome(session.sql`SELECT 1 FROM (SELECT SLEEP(60)) AS pause`)
    const goesOn = other.sql`SELECT 2 AS two FROM (SELECT SLEEP(0.3)) AS pause`
    await home.running("SELECT 1 FROM")
    await home.running("SELECT 2 AS")
    controller.abort(new Error("gone"))
    expect(await stopped).toEqual(new Error("gone"))
    const left = await home.other(
      "SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT 1 FROM (SELECT SLEEP%'",
    )
    expect(left).toEqual([])
    expect(await goesOn).toEqual([{ two: 2 }])
    expect(await other.query(Owner).count()).toBe(0)
  })

  test("a signal ends the wait for a lock, and what was written before is undone", async () => {
    await using home = await fresh()
    await twoAccounts(home.database)
    await using holder = home.database.session()
    await holder.get(Account, 1, { lock: "update" })
    const controller = new AbortController()
    await using session = home.database.session({ signal: controller.signal })
    session.add(new Owner({ name: "Ada" }))
    await session.flush()
    const waiting = outcome(session.get(Account, 1, { lock: "update" }))
    await home.running("SELECT")
    controller.abort(new Error("gone"))
    expect(await waiting).toEqual(new Error("gone"))
    await session.rollback()
    await holder.rollback()
    expect(await home.other("SELECT * FROM owners")).toEqual([])
  })

  test("a signal does not stop COMMIT", async () => {
    await using home = await fresh()
    const controller = new AbortController()
    await using session = home.database.session({ signal: controller.signal })
    session.add(new Owner({ name: "Ada" }))
    await session.flush()
    const committing = session.commit()
    controller.abort(new Error("gone"))
    await committing
    expect(await home.other("SELECT name FROM owners")).toEqual([["Ada"]])
  })

  test("a lock that is held for too long is a conflict", async () => {
    await using home = await fresh({ mysql: { lockTime: 1000 } })
    await twoAccounts(home.database)
    await using holder = home.database.session()
    await holder.get(Account, 1, { lock: "update" })
    await using session = home.database.session()
    ;(await session.get(Account, 1))!.balance = 1
    expect(await outcome(session.commit())).toBeInstanceOf(TransactionConflict)
    await holder.rollback()
    ;(await session.get(Account, 1))!.balance = 2
    await session.commit()
    expect(await home.other("SELECT balance FROM accounts WHERE id = 1")).toEqual([[2]])
  })

  test("of two that wait for each other one is ended, and nothing of it stays", async () => {
    await using home = await fresh()
    await twoAccounts(home.database)
    const transfer = async (from: number, to: number, arrived: () => Promise<void>): Promise<void> => {
      await using session = home.database.session()
      session.add(new Owner({ name: `from ${from}` }))
      const source = (await session.get(Account, from, { lock: "update" }))!
      await session.flush()
      await arrived()
      const target = (await session.get(Account, to, { lock: "update" }))!
      source.title += "!"
      target.title += "!"
      await session.commit()
    }
    const barrier = Promise.withResolvers<void>()
    let there = 0
    const arrived = (): Promise<void> => {
      if (++there === 2) barrier.resolve()
      return barrier.promise
    }
    const results = await Promise.all([outcome(transfer(1, 2, arrived)), outcome(transfer(2, 1, arrived))])
    expect(results.filter((result) => result === undefined)).toHaveLength(1)
    expect(results.filter((result) => result instanceof TransactionConflict)).toHaveLength(1)
    expect(await home.other("SELECT COUNT(*) FROM owners")).toEqual([[1]])
    expect(await home.other("SELECT title FROM accounts ORDER BY id")).toEqual([["first!"], ["second!"]])
  })

  test("after a deadlock behind a savepoint nothing is saved, whatever the session does next", async () => {
    await using home = await fresh()
    await twoAccounts(home.database)
    await using first = home.database.session()
    await using second = home.database.session()
    await first.get(Account, 1, { lock: "update" })
    first.add(new Owner({ name: "first" }))
    await first.flush()
    await second.get(Account, 2, { lock: "update" })
    second.add(new Owner({ name: "second" }))
    await second.flush()
    const nested = (session: typeof first, id: number): Promise<unknown> =>
      outcome(session.nested(async () => void (await session.get(Account, id, { lock: "update" }))))
    const waiting = nested(first, 2)
    await home.running("SELECT")
    const both = await Promise.all([waiting, nested(second, 1)])
    const loser = both[0] instanceof TransactionConflict ? first : second
    loser.add(new Owner({ name: "afterwards" }))
    expect(await outcome(loser.commit())).toBeInstanceOf(TransactionConflict)
    await (loser === first ? second : first).commit()
    const names = await home.other("SELECT name FROM owners")
    expect(names).toEqual([[loser === first ? "second" : "first"]])
  })

  test("64 units of work that change the same row lose nothing with a lock", async () => {
    await using home = await fresh({ mysql: { connections: 8 } })
    await twoAccounts(home.database)
    const raise = async (): Promise<void> => {
      await using session = home.database.session()
      const account = (await session.get(Account, 1, { lock: "update" }))!
      account.balance += 1
      await session.commit()
    }
    await Promise.all(Array.from({ length: 64 }, raise))
    expect(await home.other("SELECT balance FROM accounts WHERE id = 1")).toEqual([[64]])
  })

  test("reads are committed ones unless something stricter is asked for", async () => {
    await using home = await fresh()
    await twoAccounts(home.database)
    await using usual = home.database.session()
    usual.add(new Owner({ name: "Ada" }))
    await usual.flush()
    await using strict = home.database.session({ isolation: "repeatable read" })
    const before = [await usual.query(Account).count(), await strict.query(Account).count()]
    await home.other("INSERT INTO accounts (title, balance) VALUES ('third', 0)")
    expect(before).toEqual([2, 2])
    expect([await usual.query(Account).count(), await strict.query(Account).count()]).toEqual([3, 2])
  })
})
