import { app } from "./app.ts"
import { db } from "./providers.ts"
import { seed } from "./seed/seed.ts"
import { settings } from "./settings.ts"

const seeded = await app.run({ db }, ({ db }) => seed(db))
await app.close()

// A URL may hold a password.
const where = settings.DATABASE_URL.replace(/\/\/[^@/]*@/, "//")

if (seeded) {
  const { users, posts, comments, likes } = seeded
  console.log(`Wrote ${users} users, ${posts} posts, ${comments} comments and ${likes} likes to ${where}.`)
  console.log("Log in as mina@example.com, an admin, or as sam@example.com with the password “password”.")
} else {
  console.log(`The board in ${where} has users already, so nothing was written.`)
}
