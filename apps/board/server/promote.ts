import { app } from "./app.ts"
import { db } from "./providers.ts"
import { promote } from "./users/controller.ts"
import { UserNotFound } from "./users/errors.ts"

/** `npm run promote -- EMAIL`: makes an admin of somebody who has signed up. */
const [email] = process.argv.slice(2)
if (email === undefined) {
  console.error("Say who: npm run promote -- mina@example.com")
  process.exitCode = 2
} else {
  try {
    const { nickname } = await app.run({ db }, ({ db }) => promote(db, email))
    console.log(`${nickname} is an admin from the next login on.`)
  } catch (error) {
    if (!(error instanceof UserNotFound)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
  await app.close()
}
