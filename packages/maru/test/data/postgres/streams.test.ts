import { expect, test } from "vitest"
import { engineOf } from "../../../src/data/dialects/engines.ts"
import type { Engine, Row } from "../../../src/data/engine.ts"
import { Observers } from "../../../src/data/observer.ts"
import { describePostgres, fresh, outcome, until } from "./database.ts"

const use = { session: 1, signal: undefined, readOnly: false }
const numbers = {
  sql: "SELECT n, repeat('x', 1000) FROM generate_series($1::bigint, $2::bigint) AS n",
  hidden: undefined,
}

async function opened(url: string): Promise<Engine & AsyncDisposable> {
  const engine = engineOf(url, { postgres: { connections: 1 } }, new Observers())
  await engine.open()
  return Object.assign(engine, { [Symbol.asyncDispose]: () => engine.close() })
}

describePostgres("a stream from PostgreSQL", () => {
  test("gives all rows in parts, of which one is in memory at a time", async () => {
    await using home = await fresh()
    await using engine = await opened(home.url)
    let [count, most, expected] = [0, 0, 1]
    for await (const part of engine.reader(use).stream(numbers, [1, 300_000], 500)) {
      expect(part.length).toBeLessThanOrEqual(500)
      for (const [number] of part) if (number !== expected++) throw new Error(`${String(number)} is not ${expected}.`)
      count += part.length
      if (count % 10_000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers)
    }
    expect(count).toBe(300_000)
    // All of it would be 300 MB.
    expect(most).toBeLessThan(100 * 2 ** 20)
  })

  test("ends with whoever reads it, and gives the connection back clean", async () => {
    await using home = await fresh()
    await using engine = await opened(home.url)
    const before = await home.processes()
    for (let round = 0; round < 3; round++) {
      const seen: Row[] = []
      for await (const part of engine.reader(use).stream(numbers, [1, 1_000_000], 10)) {
        seen.push(...part)
        if (seen.length >= 20) break
      }
      expect(seen).toHaveLength(20)
      expect(
        await engine
          .reader(use)
          .row({ sql: "SELECT count(*) FROM pg_cursors WHERE name LIKE 'maru%'", hidden: undefined }, []),
      ).toEqual([0])
    }
    expect(await home.processes()).toEqual(before)
  })

  test("of a statement that fails, or of a lost connection, throws", async () => {
    await using home = await fresh()
    await using engine = await opened(home.url)
    const read = async (sql: string, between: () => Promise<void>): Promise<void> => {
      for await (const _ of engine.reader(use).stream({ sql, hidden: undefined }, [], 10)) await between()
    }
    const none = (): Promise<void> => Promise.resolve()
    expect(await outcome(read("SELECT 1 / (50 - n) FROM generate_series(1, 100) AS n", none))).toBeInstanceOf(Error)
    const kill = async (): Promise<void> => {
      await home.kill()
      await until(async () => (await home.processes()).length === 0)
    }
    expect(await outcome(read("SELECT n FROM generate_series(1, 100) AS n", kill))).toMatchObject({
      name: "DatabaseUnavailable",
    })
    expect(await outcome(read("SELECT n FROM generate_series(1, 100) AS n", none))).toBeUndefined()
  })

  test("in a transaction sees its work, and leaves room for other statements", async () => {
    await using home = await fresh()
    await using engine = await opened(home.url)
    const transaction = await engine.begin(use, "read committed")
    await transaction.execute(
      { sql: "INSERT INTO owners (name) SELECT 'o' || n FROM generate_series(1, 25) AS n", hidden: undefined },
      [],
    )
    const sizes: number[] = []
    for await (const part of transaction.stream({ sql: "SELECT name FROM owners", hidden: undefined }, [], 10)) {
      sizes.push(part.length)
      expect(await transaction.row({ sql: "SELECT count(*) FROM owners", hidden: undefined }, [])).toEqual([25])
    }
    expect(sizes).toEqual([10, 10, 5])
    await transaction.commit()
  })
})
