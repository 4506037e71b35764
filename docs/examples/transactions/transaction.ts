import { UniqueViolation } from "maru/data"
import { Guest, database } from "./concert.ts"

// #region transaction
const guest = await database.transaction((db) => db.add(new Guest({ name: "Mina" })))
console.log(`${guest.name} has the number ${guest.id}`)

const failed = database.transaction(async (db) => {
  db.add(new Guest({ name: "Juno" }))
  await db.flush()
  throw new Error("something else went wrong")
})
await failed.catch((error: Error) => console.log(error.message))
// #endregion transaction

// #region nested
await database.transaction(async (db) => {
  for (const name of ["Ara", "Mina", "Bin"]) {
    try {
      await db.nested(async () => void db.add(new Guest({ name })))
    } catch (error) {
      if (!(error instanceof UniqueViolation)) throw error
      console.log(`${name} is on the list already`)
    }
  }
})
// #endregion nested

await using db = database.session({ readOnly: true })
console.log((await db.query(Guest).orderBy("id").all()).map(({ name }) => name).join(", "))
await database.close()
