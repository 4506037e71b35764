// Needs MYSQL_URL; skipped without it.
import { expect, test } from "vitest"
import { CheckViolation, ForeignKeyViolation, StaleData, UniqueViolation } from "../../../src/data.ts"
import { statementsOf } from "../library.ts"
import { Account, Label, Owner, describeMysql, fresh, outcome } from "./database.ts"

describeMysql("a unit of work on MySQL", () => {
  test("writes, reads back and changes", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    const ada = new Owner({ name: "Ada" })
    const account = new Account({ title: "first", owner: ada })
    session.add(account)
    await session.commit()
    expect(ada.id).toBe(1)
    await using second = home.database.session()
    const again = await second.get(Account, account.id, { with: { owner: true } })
    expect(again).toMatchObject({ title: "first", balance: 0, owner: { name: "Ada" } })
    again!.balance = 5
    await second.commit()
    expect(await home.other("SELECT title, balance FROM accounts")).toEqual([["first", 5]])
  })

  test("inserts many rows with few statements, and gives each its key", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    const owners = Array.from({ length: 300 }, (_, place) => new Owner({ name: `owner ${place}` }))
    for (const owner of owners) session.add(owner)
    const statements = await statementsOf(home.database, () => session.commit())
    // 300 = 128 + 128 + 32 + 8 + 4
    expect(statements.filter(({ text }) => text.startsWith("INSERT"))).toHaveLength(5)
    const rows = await home.other("SELECT id, name FROM owners")
    expect(new Map(rows.map(([id, name]) => [id, name]))).toEqual(new Map(owners.map(({ id, name }) => [id, name])))
  })

  test("counts a row that an update matches but does not change, and misses one that is gone", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    const account = new Account({ title: "a" })
    session.add(account)
    await session.commit()
    account.title = "b"
    await home.other("UPDATE accounts SET title = 'b'")
    await session.commit()
    account.title = "c"
    await home.other("DELETE FROM accounts")
    expect(await outcome(session.commit())).toBeInstanceOf(StaleData)
  })

  test("tells broken constraints by their names in the model, without a value", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    session.add(new Owner({ name: "it's 'x' for key 'y'" }))
    await session.commit()
    const broken = async (entity: object): Promise<unknown> => {
      await using own = home.database.session()
      own.add(entity)
      return await outcome(own.commit())
    }
    const twice = await broken(new Owner({ name: "it's 'x' for key 'y'" }))
    expect(twice).toBeInstanceOf(UniqueViolation)
    expect(twice).toMatchObject({ model: "Owner", columns: ["name"] })
    expect(`${(twice as Error).message} ${String((twice as Error).cause)}`).not.toContain("it's")
    const poor = await broken(new Account({ title: "a", balance: -1 }))
    expect(poor).toBeInstanceOf(CheckViolation)
    expect(poor).toMatchObject({ model: "Account", constraint: "solvent" })
    const first = (await session.query(Owner).one())!
    session.add(new Account({ title: "a", owner: first }))
    await session.commit()
    await using other = home.database.session()
    Object.assign((await other.get(Account, 1))!, { ownerId: 99 })
    const orphan = await outcome(other.commit())
    expect(orphan).toBeInstanceOf(ForeignKeyViolation)
    expect(orphan).toMatchObject({ model: "Account" })
    other.delete((await other.get(Owner, 1))!)
    expect(await outcome(other.commit())).toMatchObject({ name: "ForeignKeyViolation", model: "Owner" })
  })

  test("links rows once, however often it is asked to", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    const account = new Account({ title: "a" })
    session.add(account)
    session.link(account, "labels", new Label({ name: "red" }))
    await session.commit()
    await using second = home.database.session()
    const again = (await second.get(Account, account.id))!
    second.link(again, "labels", (await second.get(Label, "red"))!)
    await second.commit()
    expect(await home.other("SELECT label_id FROM account_labels")).toEqual([["red"]])
    const loaded = await second.query(Account).with({ labels: true }).all()
    expect(loaded[0]!.labels.map(({ name }) => name)).toEqual(["red"])
  })

  test("goes on in a new transaction after a change of the schema, which commits", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    session.add(new Owner({ name: "before" }))
    await session.flush()
    await session.sql`CREATE TABLE notes (id BIGINT PRIMARY KEY)`
    session.add(new Owner({ name: "between" }))
    await session.flush()
    await expect(session.sql`CREATE TABLE notes (id BIGINT PRIMARY KEY)`).rejects.toThrow("already exists")
    session.add(new Owner({ name: "after" }))
    await session.flush()
    await session.rollback()
    expect(await home.other("SELECT name FROM owners ORDER BY id")).toEqual([["before"], ["between"]])
  })
})
