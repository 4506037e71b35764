import { connect } from "maru/data"
import { create } from "../../../apps/board/server/users/controller.ts"

const database = connect("sqlite::memory:", {
  migrations: new URL("../../../apps/board/migrations/", import.meta.url),
})

for (const nickname of ["mina", "another mina"]) {
  await using db = database.session()
  try {
    const user = await create(db, { email: "mina@example.com", nickname, password: "a long password" })
    await db.commit()
    console.log(`${user.nickname} has the id ${user.id}`)
  } catch (error) {
    console.log(`${(error as Error).constructor.name}: ${(error as Error).message}`)
  }
}
await database.close()
