import { connect, index, model, primaryKey, timestamp } from "maru/data"
import { z } from "zod"

class Note extends model("notes", {
  id: primaryKey(),
  title: z.string().max(200),
  content: z.string(),
  createdAt: index(timestamp()),
}) {}

export const database = connect(process.env["DATABASE_URL"] ?? "sqlite::memory:", {
  migrations: new URL("./migrations/", import.meta.url),
  models: [Note],
})
