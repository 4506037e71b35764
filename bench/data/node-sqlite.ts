import { DatabaseSync, type StatementSync } from "node:sqlite"
import type { Program } from "./domain.ts"
import { type Driver, rawProgram, settings } from "./raw.ts"

export const open = (file: string): Program => rawProgram(openDriver(file))

export function openDriver(file: string): Driver {
  const db = new DatabaseSync(file)
  for (const setting of settings) db.exec(setting)
  const arrays = (sql: string): StatementSync => {
    const statement = db.prepare(sql)
    statement.setReturnArrays(true)
    return statement
  }
  return {
    row(sql) {
      const statement = arrays(sql)
      return (key) => statement.get(key) as unknown as any[]
    },
    rows(sql) {
      const statement = arrays(sql)
      return (...values) => statement.all(...values) as unknown as any[][]
    },
    run(sql) {
      const statement = db.prepare(sql)
      return (...values) => statement.run(...values)
    },
    sql: (text) => db.prepare(text).all(),
    close: () => db.close(),
  }
}
