import { connect } from "maru/data"
import { models } from "./models.ts"
import { settings } from "./settings.ts"

/** Opened when the application starts, which also runs the migrations that are new. */
export const database = connect(settings.DATABASE_URL, {
  migrations: new URL("../migrations/", import.meta.url),
  models,
})
