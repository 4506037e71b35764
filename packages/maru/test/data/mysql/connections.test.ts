// Needs MYSQL_URL; skipped without it.
import { setTimeout as sleep } from "node:timers/promises"
import { expect, test } from "vitest"
import { type Database, DatabaseUnavailable, connect } from "../../../src/data.ts"
import { Owner, describeMysql, fresh, outcome } from "./database.ts"
import { proxyTo } from "./proxy.ts"

async function add(database: Database, name: string): Promise<void> {
  await using session = database.session()
  session.add(new Owner({ name }))
  await session.commit()
}

async function count(database: Database): Promise<number> {
  await using session = database.session()
  return session.query(Owner).count()
}

describeMysql("connections to MySQL", () => {
  test("are never more than the limit, and all who wait are served", async () => {
    await using home = await fresh({ mysql: { connections: 3 } })
    let most = 0
    const watch = async (name: string): Promise<void> => {
      await add(home.database, name)
      most = Math.max(most, (await home.threads()).length)
    }
    await Promise.all(Array.from({ length: 40 }, (_, place) => watch(`owner ${place}`)))
    expect(most).toBeLessThanOrEqual(3)
    expect(await count(home.database)).toBe(40)
  })

  test("that are all in use make others wait for a limited time", async () => {
    await using home = await fresh({ mysql: { connections: 1, wait: 1500 } })
    await using holder = home.database.session()
    holder.add(new Owner({ name: "Ada" }))
    await holder.flush()
    expect(await outcome(count(home.database))).toBeInstanceOf(DatabaseUnavailable)
    await holder.commit()
    expect(await count(home.database)).toBe(1)
  })

  test("are opened again after the server has ended unused ones", async () => {
    await using home = await fresh({ mysql: { connections: 4 } })
    await Promise.all(["a", "b", "c", "d"].map((name) => add(home.database, name)))
    const threads = await home.threads()
    for (const thread of threads) await home.other(`KILL CONNECTION ${thread}`)
    while ((await home.threads()).length > 0) await sleep(5)
    await sleep(20)
    expect(await count(home.database)).toBe(4)
    expect(await home.threads()).not.toContain(threads[0])
  })

  test("that are lost in a transaction end it as unavailable, and nothing of it stays", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    session.add(new Owner({ name: "Ada" }))
    await session.flush()
    for (const thread of await home.threads()) await home.other(`KILL CONNECTION ${thread}`)
    session.add(new Owner({ name: "Bob" }))
    expect(await outcome(session.commit())).toBeInstanceOf(DatabaseUnavailable)
    expect(await count(home.database)).toBe(0)
    await add(home.database, "Ada")
    expect(await count(home.database)).toBe(1)
  })

  test("that are lost while a statement runs fail it as unavailable", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    const sleeping = outcome(session.sql`SELECT SLEEP(20)`)
    for (const thread of await home.running("SELECT SLEEP")) await home.other(`KILL CONNECTION ${thread}`)
    expect(await sleeping).toBeInstanceOf(DatabaseUnavailable)
    expect(await count(home.database)).toBe(0)
  })

  test("cannot be made while the server is away, and are made again when it is back", async () => {
    await using home = await fresh()
    await using proxy = await proxyTo(home.url)
    const database = connect(proxy.url, { mysql: { connections: 2 } })
    await add(database, "Ada")
    proxy.cut()
    const refused = await Promise.all(Array.from({ length: 5 }, () => outcome(count(database))))
    for (const error of refused) expect(error).toBeInstanceOf(DatabaseUnavailable)
    proxy.restore()
    expect(await count(database)).toBe(1)
    await database.close()
  })

  test("that are lost during COMMIT leave the outcome unknown, which is said", async () => {
    await using home = await fresh()
    await using proxy = await proxyTo(home.url)
    const database = connect(proxy.url)
    await using session = database.session()
    session.add(new Owner({ name: "Ada" }))
    await session.flush()
    proxy.cutAt("COMMIT")
    const lost = await outcome(session.commit())
    expect(lost).toBeInstanceOf(DatabaseUnavailable)
    expect((lost as Error).message).toContain("nobody knows")
    proxy.cutAt(undefined)
    expect(await count(database)).toBe(0)
    await database.close()
  })

  test("over which nothing comes any more are given up", async () => {
    await using home = await fresh()
    await using proxy = await proxyTo(home.url)
    const database = connect(proxy.url, { mysql: { statementTime: 1000, connectTime: 2000, drain: 50 } })
    await add(database, "Ada")
    proxy.silent = true
    expect(await outcome(count(database))).toBeInstanceOf(DatabaseUnavailable)
    proxy.silent = false
    expect(await count(database)).toBe(1)
    await database.close()
  })

  test("finish what they do when the database is closed", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    const sleeping = session.sql`SELECT 1 AS done FROM (SELECT SLEEP(0.3)) AS pause`
    await home.running("SELECT 1 AS done")
    await home.database.close()
    expect(await sleeping).toEqual([{ done: 1 }])
    expect(await outcome(count(home.database))).toBeInstanceOf(DatabaseUnavailable)
    while ((await home.threads()).length > 0) await sleep(5)
  })

  test("refuse a wrong password, an unknown database and an unknown host as unavailable", async () => {
    await using home = await fresh()
    const wrong = ["nobody:wrong@127.0.0.1", "root@127.0.0.1:1"].map((place) =>
      home.url.replace(/\/\/.*@[^/]*/, `//${place}`),
    )
    for (const url of [...wrong, `${home.url}_missing`]) {
      const database = connect(url)
      const error = await outcome(database.start())
      expect(error).toBeInstanceOf(DatabaseUnavailable)
      expect((error as Error).message).not.toContain("nobody")
    }
  })
})
