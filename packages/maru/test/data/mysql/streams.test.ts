// Needs MYSQL_URL; skipped without it.
import { setTimeout as sleep } from "node:timers/promises"
import { expect, test } from "vitest"
import type { Row, Statement, Use } from "../../../src/data/engine.ts"
import { MysqlEngine } from "../../../src/data/dialects/mysql/engine.ts"
import { type MysqlOptions, mysqlSettings } from "../../../src/data/dialects/mysql/options.ts"
import { type ObservedStatement, Observers } from "../../../src/data/observer.ts"
import { describeMysql, fresh, outcome } from "./database.ts"

const digits = "(SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4)"

/** A statement of `5 ** power` rows, each with a text of some bytes. */
function rowsOf(power: number, bytes: number): Statement {
  const tables = Array.from({ length: power }, (_, place) => `${digits} AS d${place}`)
  return { sql: `SELECT d0.n, REPEAT('x', ${bytes}) FROM ${tables.join(", ")}`, hidden: undefined }
}

interface Opened extends AsyncDisposable {
  readonly engine: MysqlEngine
  readonly observers: Observers
}

async function opened(url: string, options: MysqlOptions = {}): Promise<Opened> {
  const observers = new Observers()
  const engine = new MysqlEngine(mysqlSettings(url, options), observers)
  await engine.open()
  return { engine, observers, [Symbol.asyncDispose]: () => engine.close() }
}

const use: Use = { session: 1, signal: undefined, readOnly: false }

describeMysql("streams from MySQL", () => {
  test("give every row in parts of the size that was asked for", async () => {
    await using home = await fresh()
    await using open = await opened(home.url)
    for (const [power, size] of [
      [3, 10],
      [3, 125],
      [3, 1000],
      [2, 1],
    ] as const) {
      const parts: Row[][] = []
      for await (const part of open.engine.reader(use).stream(rowsOf(power, 1), [], size)) parts.push(part)
      expect(parts.flat()).toHaveLength(5 ** power)
      expect(parts.slice(0, -1).every((part) => part.length === size)).toBe(true)
    }
    const empty = { sql: "SELECT 1 FROM owners WHERE name = ?", hidden: undefined }
    for await (const part of open.engine.reader(use).stream(empty, ["nobody"], 10)) expect(part).toBe("no part")
  })

  test("let the server wait, so that only a part is in memory", async () => {
    await using home = await fresh()
    await using open = await opened(home.url)
    // 78,125 rows of 4 KB are 300 MB.
    const stream = open.engine.reader(use).stream(rowsOf(7, 4000), [], 100)
    let rows = 0
    let most = 0
    const before = process.memoryUsage().rss
    for await (const part of stream) {
      rows += part.length
      if (rows % 10_000 === 0) {
        await sleep(1)
        // Bun puts off collecting for longer than the limit below allows; what is still in use stays.
        ;(globalThis as { Bun?: { gc(now: boolean): void } }).Bun?.gc(true)
        most = Math.max(most, process.memoryUsage().rss - before)
      }
    }
    expect(rows).toBe(5 ** 7)
    expect(most).toBeLessThan(150_000_000)
  })

  test("are ended in the server when nobody wants more", async () => {
    await using home = await fresh()
    await using open = await opened(home.url, { connections: 1 })
    for (let turn = 0; turn < 3; turn++) {
      for await (const part of open.engine.reader(use).stream(rowsOf(7, 4000), [], 100)) {
        expect(part).toHaveLength(100)
        break
      }
    }
    while (
      (await home.other("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT d0.n%'")).length > 0
    );
    expect(await open.engine.reader(use).row({ sql: "SELECT 1", hidden: undefined }, [])).toEqual([1])
  })

  test("end with their signal, before the first row and between two", async () => {
    await using home = await fresh()
    await using open = await opened(home.url)
    const early = new AbortController()
    const slow = { sql: "SELECT SLEEP(60) AS slow", hidden: undefined }
    const stream = open.engine.reader({ ...use, signal: early.signal }).stream(slow, [], 10)
    const waiting = outcome(Array.fromAsync(stream))
    await home.running("SELECT SLEEP(60)")
    early.abort(new Error("gone"))
    expect(await waiting).toEqual(new Error("gone"))
    const late = new AbortController()
    const read = async (): Promise<void> => {
      for await (const part of open.engine.reader({ ...use, signal: late.signal }).stream(rowsOf(6, 4000), [], 10)) {
        if (part.length > 0) late.abort(new Error("gone"))
      }
    }
    expect(await outcome(read())).toEqual(new Error("gone"))
    while (
      (await home.other("SELECT id FROM information_schema.processlist WHERE info LIKE 'SELECT SLEEP(60)%'")).length > 0
    );
  })

  test("fail with the connection, and give the next one a new one", async () => {
    await using home = await fresh()
    await using open = await opened(home.url, { connections: 1 })
    const read = async (): Promise<void> => {
      for await (const part of open.engine.reader(use).stream(rowsOf(7, 4000), [], 10)) {
        if (part.length === 0) continue
        for (const thread of await home.threads()) await outcome(home.other(`KILL CONNECTION ${thread}`))
      }
    }
    expect(await outcome(read())).toMatchObject({ name: "DatabaseUnavailable" })
    expect(await open.engine.reader(use).row({ sql: "SELECT 1", hidden: undefined }, [])).toEqual([1])
  })

  test("are told to observers with the number of rows, once", async () => {
    await using home = await fresh()
    await using open = await opened(home.url)
    const seen: ObservedStatement[] = []
    open.observers.add((statement) => seen.push(statement))
    for await (const part of open.engine.reader(use).stream(rowsOf(3, 1), [], 10))
      expect(part.length).toBeGreaterThan(0)
    expect(seen.map(({ rows, session }) => ({ rows, session }))).toEqual([{ rows: 125, session: 1 }])
  })

  test("leave the connection as it was", async () => {
    await using home = await fresh()
    await using open = await opened(home.url, { connections: 1, statementTime: 7000 })
    const reader = open.engine.reader(use)
    for await (const part of reader.stream(rowsOf(3, 1), [], 10)) expect(part.length).toBeGreaterThan(0)
    const [row] = await home.other("SELECT VERSION() LIKE '%MariaDB%'")
    const limit = row![0] === 1 ? "@@max_statement_time" : "@@max_execution_time / 1000"
    expect(await reader.row({ sql: `SELECT CAST(${limit} AS DOUBLE)`, hidden: undefined }, [])).toEqual([7])
  })
})
