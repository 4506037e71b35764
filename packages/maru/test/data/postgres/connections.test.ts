import { setImmediate as nextRound } from "node:timers/promises"
import { expect, test } from "vitest"
import { DatabaseUnavailable, connect } from "../../../src/data.ts"
import { Owner, describePostgres, fresh, outcome, until } from "./database.ts"

const waits =
  "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()"

describePostgres("connections to PostgreSQL", () => {
  test("that were killed while nobody used them are replaced", async () => {
    await using home = await fresh()
    for (let round = 0; round < 3; round++) {
      await home.kill()
      await until(async () => (await home.processes()).length === 0)
      // What the server said before it went is there, but maybe not read yet.
      await nextRound()
      await nextRound()
      await using db = home.database.session()
      db.add(new Owner({ name: `owner ${round}` }))
      expect(await outcome(db.commit())).toBeUndefined()
    }
  })

  test("that are killed in the middle of statements fail these, and nothing else", async () => {
    await using home = await fresh()
    const sleep = async (): Promise<unknown> => {
      await using db = home.database.session()
      return await outcome(db.sql`SELECT pg_sleep(30)`)
    }
    const sleeping = [sleep(), sleep(), sleep()]
    await until(async () => Number((await home.other(waits))[0]![0]) === 3)
    await home.kill()
    for (const error of await Promise.all(sleeping)) {
      expect(error).toBeInstanceOf(DatabaseUnavailable)
      expect(error).toMatchObject({ message: "The connection to the database was lost." })
    }
    await using db = home.database.session()
    expect(await db.query(Owner).count()).toBe(0)
  })

  test("that are killed in a transaction undo it; the session can go on with another one", async () => {
    await using home = await fresh()
    await using db = home.database.session()
    db.add(new Owner({ name: "before" }))
    await db.flush()
    await home.kill()
    const late = db.add(new Owner({ name: "after" }))
    expect(await outcome(db.commit())).toBeInstanceOf(DatabaseUnavailable)
    expect(db.inTransaction).toBe(false)
    db.add(late)
    await db.commit()
    expect(await home.other("SELECT name FROM owners")).toEqual([["after"]])
  })

  test("that are killed during COMMIT leave it open whether the work was done, and say so", async () => {
    await using home = await fresh()
    await home.other(
      `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN NULL; END'`,
    )
    await home.other(
      "CREATE CONSTRAINT TRIGGER slow AFTER INSERT ON owners DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait()",
    )
    await using db = home.database.session()
    db.add(new Owner({ name: "Ada" }))
    await db.flush()
    const committing = outcome(db.commit())
    await until(
      async () =>
        Number(
          (
            await home.other("SELECT count(*) FROM pg_stat_activity WHERE query = 'COMMIT' AND state = 'active'")
          )[0]![0],
        ) === 1,
    )
    await home.kill()
    const error = await committing
    expect(error).toBeInstanceOf(DatabaseUnavailable)
    expect((error as Error).message).toContain("not known whether the work was done")
  })

  test("end with the database, and those in use within its limit", async () => {
    await using home = await fresh({ postgres: { drain: 50 } })
    await using db = home.database.session()
    const sleeping = outcome(db.sql`SELECT pg_sleep(30)`)
    await until(async () => Number((await home.other(waits))[0]![0]) === 1)
    await home.database.close()
    expect(await sleeping).toBeInstanceOf(DatabaseUnavailable)
  })

  test("to a server that does not answer, or refuses, fail cleanly", async () => {
    for (const url of ["postgres://nobody@127.0.0.1:1/none", `${process.env["POSTGRES_URL"]}_is_no_database`]) {
      const database = connect(url)
      const error = await outcome(database.start())
      expect(error).toBeInstanceOf(DatabaseUnavailable)
      expect(String(error)).not.toContain("127.0.0.1")
      await database.close()
    }
  })

  test("to an address that cannot be read are refused at once, without showing it", () => {
    expect(() => connect("postgres://user:secret@host:port/name")).toThrow("it cannot be read")
    expect(() => connect("postgres://user:secret@host:port/name")).not.toThrow("secret")
    expect(() => connect("postgres://user@/name?host=/run/postgresql")).not.toThrow()
  })

  test("are never given back in the middle of something", async () => {
    await using home = await fresh({ postgres: { connections: 1 } })
    const [before] = await home.processes()
    {
      await using db = home.database.session()
      await outcome(db.sql`SELECT 1; BEGIN`)
    }
    await using db = home.database.session()
    expect(await db.query(Owner).count()).toBe(0)
    expect(await home.processes()).toEqual([before])
  })

  test("prepare a bounded number of statements, and again what the server has forgotten", async () => {
    await using home = await fresh({ postgres: { connections: 1, statements: 4 } })
    const count = async (): Promise<number> => {
      await using db = home.database.session()
      const [row] = await db.sql<{ n: number }>`SELECT count(*) AS n FROM pg_prepared_statements`
      return row!.n
    }
    for (let number = 0; number < 20; number++) {
      await using db = home.database.session()
      await db.sql(Object.assign([`SELECT ${number}`], { raw: [] }))
    }
    expect(await count()).toBeLessThanOrEqual(5)
    await using db = home.database.session()
    await db.sql`SELECT 1 AS one WHERE ${1} = 1`
    await db.sql(Object.assign(["DEALLOCATE ALL"], { raw: [] }))
    await db.commit()
    expect(await db.sql`SELECT 1 AS one WHERE ${1} = 1`).toEqual([{ one: 1 }])
  })

  test("read again a table whose columns have changed", async () => {
    await using home = await fresh({ postgres: { connections: 1 } })
    const read = async (): Promise<unknown> => {
      await using db = home.database.session()
      return await db.sql(Object.assign(["SELECT * FROM owners"], { raw: [] }))
    }
    await using db = home.database.session()
    db.add(new Owner({ name: "Ada" }))
    await db.commit()
    expect(await read()).toEqual([{ id: 1, name: "Ada" }])
    await home.other("ALTER TABLE owners ADD COLUMN more text")
    expect(await read()).toEqual([{ id: 1, name: "Ada", more: null }])
    await home.other("ALTER TABLE owners DROP COLUMN more")
    await using serial = home.database.session({ isolation: "serializable" })
    expect(await serial.sql(Object.assign(["SELECT * FROM owners"], { raw: [] }))).toEqual([{ id: 1, name: "Ada" }])
  })
})
