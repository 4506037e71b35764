// Moves one unit between two accounts again and again: node writer.ts FILE [TRANSFERS]. Says the number of each transfer
// once it is committed.
import { Account, Transfer, openBank } from "./bank.ts"

const [file, count] = process.argv.slice(2)
const database = await openBank(file!)
const transfers = count === undefined ? Number.POSITIVE_INFINITY : Number(count)

for (let done = 0; done < transfers; done++) {
  await using db = database.session()
  const from = (await db.get(Account, 1, { lock: "update" }))!
  const to = (await db.get(Account, 2))!
  from.balance -= 1
  await db.flush()
  to.balance += 1
  const transfer = db.add(new Transfer({ from, to }))
  await db.commit()
  process.stdout.write(`${transfer.id}\n`)
}
await database.close()
