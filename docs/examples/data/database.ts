import { connect } from "maru/data"

export const database = connect(process.env["DATABASE_URL"] ?? "sqlite::memory:", {
  migrations: new URL("./migrations/", import.meta.url),
})
