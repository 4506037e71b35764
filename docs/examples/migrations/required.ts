import { connect, model, primaryKey, timestamp } from "maru/data"
import { z } from "zod"

class Note extends model("notes", {
  id: primaryKey(),
  title: z.string().max(200),
  stars: z.int(),
  createdAt: timestamp(),
}) {}

export const database = connect("sqlite::memory:", {
  migrations: new URL("./migrations/", import.meta.url),
  models: [Note],
})
