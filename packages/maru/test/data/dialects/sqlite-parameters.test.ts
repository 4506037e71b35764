import { describe, expect, test } from "vitest"
import { sqlite } from "../../../src/data/dialects/sqlite/dialect.ts"

describe("parameters of SQLite", () => {
  const finished = (sql: string): string => sqlite.text.finish(sql)

  test("are hidden from the planner where several tables are read", () => {
    expect(
      finished(`SELECT 1 FROM "a" AS t0 JOIN "b" AS t1 ON t1."id" = t0."b" WHERE t0."id" = ? AND t1."x" > ?`),
    ).toBe(`SELECT 1 FROM "a" AS t0 JOIN "b" AS t1 ON t1."id" = t0."b" WHERE t0."id" = +? AND t1."x" > +?`)
    expect(finished(`SELECT 1 FROM "a" WHERE "id" IN (SELECT value FROM json_each(?)) LIMIT CAST(? AS INTEGER)`)).toBe(
      `SELECT 1 FROM "a" WHERE "id" IN (SELECT value FROM json_each(?)) LIMIT CAST(? AS INTEGER)`,
    )
  })

  test("stay as they are in statements of one table, as patterns, and in names and texts", () => {
    for (const sql of [
      `SELECT "id" FROM "a" AS t0 WHERE t0."id" = ?`,
      `UPDATE "a" SET "x" = ? WHERE "id" = ?`,
      `SELECT 1 FROM "a?" AS t0 JOIN "b" AS t1 ON t1."c?" = 'why?' AND t1."x" LIKE ? ESCAPE '\\'`,
    ])
      expect(finished(sql)).toBe(sql)
  })
})
