import { dependency, signal } from "maru"
import { database } from "./database.ts"

export const db = dependency(
  { signal },
  async function* ({ signal }) {
    await using session = database.session({ signal })
    yield session
    await session.commit()
  },
  { name: "db" },
)
