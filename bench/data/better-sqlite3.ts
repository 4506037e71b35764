import Database from "better-sqlite3"
import type { Program } from "./domain.ts"
import { rawProgram, settings } from "./raw.ts"

export function open(file: string): Program {
  const db = new Database(file)
  for (const setting of settings) db.exec(setting)
  return rawProgram({
    row(sql) {
      const statement = db.prepare(sql).raw()
      return (key) => statement.get(key) as any[]
    },
    rows(sql) {
      const statement = db.prepare(sql).raw()
      return (...values) => statement.all(...values) as any[][]
    },
    run(sql) {
      const statement = db.prepare(sql)
      return (...values) => statement.run(...values)
    },
    sql(text) {
      const statement = db.prepare(text)
      return statement.reader ? statement.all() : [statement.run()]
    },
    close: () => db.close(),
  })
}
