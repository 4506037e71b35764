import { Database } from "bun:sqlite"
import type { Program } from "./domain.ts"
import { type Driver, rawProgram, settings } from "./raw.ts"

export const open = (file: string): Program => rawProgram(openDriver(file))

export function openDriver(file: string): Driver {
  const db = new Database(file)
  for (const setting of settings) db.run(setting)
  return {
    row(sql) {
      const statement = db.prepare(sql)
      return (key) => statement.values(key)[0]!
    },
    rows(sql) {
      const statement = db.prepare(sql)
      return (...values) => statement.values(...values)
    },
    run(sql) {
      const statement = db.prepare(sql)
      return (...values) => statement.run(...values)
    },
    sql: (text) => db.query(text).all(),
    close: () => db.close(),
  }
}
