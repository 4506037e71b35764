import { connect, migration, model, primaryKey, schemaSql, unique, version } from "maru/data"
import { z } from "zod"

// #region models
export class Concert extends model("concerts", {
  id: primaryKey(),
  seats: z.int().min(0),
  version: version(),
}) {}

export class Guest extends model("guests", { id: primaryKey(), name: unique(z.string()) }) {}
// #endregion models

const start = migration("0001_start.sql", schemaSql([Concert, Guest]))
export const database = connect("sqlite::memory:", { migrations: [start] })
