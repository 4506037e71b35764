import { type Database, belongsTo, connect, migration, model, primaryKey, schemaSql } from "maru/data"
import { z } from "zod"

export class Account extends model("accounts", { id: primaryKey(), balance: z.int() }) {}

export class Transfer extends model("transfers", {
  id: primaryKey(),
  get from() {
    return belongsTo(Account)
  },
  get to() {
    return belongsTo(Account)
  },
}) {}

/** A bank with two accounts in a file. What is on both together is always nothing. */
export async function openBank(file: string): Promise<Database> {
  const start = migration("0001_start.sql", schemaSql([Account, Transfer]))
  const database = connect(`sqlite:${file}`, { migrations: [start] })
  await database.start()
  await using db = database.session({ isolation: "serializable" })
  if (!(await db.query(Account).exists())) {
    db.add(new Account({ balance: 0 }))
    db.add(new Account({ balance: 0 }))
    await db.commit()
  }
  return database
}

/** What is wrong with the books after a crash. @param acknowledged numbers of transfers that were said to be done */
export async function faultsOf(file: string, acknowledged: readonly number[]): Promise<string[]> {
  const database = await openBank(file)
  try {
    await using db = database.session()
    const [from, to] = [(await db.get(Account, 1))!.balance, (await db.get(Account, 2))!.balance]
    const ids = new Set((await db.query(Transfer).all()).map(({ id }) => id))
    const lost = acknowledged.filter((id) => !ids.has(id))
    const faults: string[] = []
    if (lost.length > 0) faults.push(`${lost.length} acknowledged transfers are lost, ${lost[0]} first`)
    if (from + to !== 0) faults.push(`the balances ${from} and ${to} are not each other's opposite`)
    if (to !== ids.size) faults.push(`there are ${ids.size} transfers, but ${to} was moved`)
    const [check] = await db.sql<{ result: string }>`SELECT integrity_check AS result FROM pragma_integrity_check`
    if (check!.result !== "ok") faults.push(`integrity_check says ${check!.result}`)
    return faults
  } finally {
    await database.close()
  }
}
