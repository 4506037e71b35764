import { Database } from "bun:sqlite"
import type { Program } from "./domain.ts"
import { rawProgram, settings } from "./raw.ts"

export function open(file: string): Program {
  const db = new Database(file)
  for (const setting of settings) db.run(setting)
  return rawProgram({
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
  })
}
