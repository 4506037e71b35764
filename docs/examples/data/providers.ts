import { dependency } from "maru"
import { database } from "./database.ts"

export const db = dependency(
  async function* () {
    await using session = database.session()
    yield session
    await session.commit()
  },
  { name: "db" },
)
