// Needs MYSQL_URL; skipped without it.
import { expect, test } from "vitest"
import { z } from "zod"
import { decimal, model, primaryKey, schemaSql } from "../../../src/data.ts"
import { describeMysql, fresh, outcome } from "./database.ts"

class Sample extends model("samples", {
  id: primaryKey(),
  text: z.string(),
  big: z.bigint(),
  real: z.number(),
  whole: z.int(),
  flag: z.boolean(),
  at: z.date(),
  data: z.array(z.unknown()),
  bytes: z.instanceof(Uint8Array),
}) {}

const table = `CREATE TABLE samples (id BIGINT PRIMARY KEY AUTO_INCREMENT, text LONGTEXT NOT NULL, big BIGINT NOT NULL,
  \`real\` DOUBLE NOT NULL, whole BIGINT NOT NULL, flag TINYINT(1) NOT NULL, at DATETIME(3) NOT NULL, data JSON NOT NULL,
  bytes LONGBLOB NOT NULL, KEY (big), KEY (at))`

class Price extends model("prices", { code: primaryKey(z.uuid()), amount: decimal(18, 2) }) {}

const codes = [1, 2, 3, 4].map((place) => `0197a3c2-0000-7000-8000-00000000000${place}`)

const usual = {
  text: "a",
  big: 1n,
  real: 0.5,
  whole: 1,
  flag: true,
  at: new Date("2026-01-31T12:34:56.789Z"),
  data: [1] as unknown[],
  bytes: Uint8Array.of(0, 255, 39, 92),
}

const edges: readonly Partial<typeof usual>[] = [
  { text: "'; DROP TABLE samples; -- \\' \" \0 \u{1F600} é" },
  { text: "x".repeat(200_000) },
  { big: 9_223_372_036_854_775_807n },
  { big: -9_223_372_036_854_775_808n },
  { big: 9_007_199_254_740_993n },
  { real: 0.1 },
  { real: 1.7976931348623157e308 },
  { real: 5e-324 },
  { real: 2 },
  { whole: Number.MAX_SAFE_INTEGER },
  { whole: Number.MIN_SAFE_INTEGER },
  { flag: false },
  { at: new Date("1970-01-01T00:00:00.000Z") },
  { at: new Date("9999-12-31T23:59:59.999Z") },
  { at: new Date("1000-01-01T00:00:00.001Z") },
  { at: new Date("2026-03-29T01:30:00.500Z") },
  { data: [null, "1", { a: [] }, 1e21, "\u{1F600}"] },
  { bytes: new Uint8Array(0) },
]

describeMysql("values in MySQL", () => {
  test("come back as they were, one by one and many at once", async () => {
    await using home = await fresh({}, [table])
    await using session = home.database.session()
    const samples = [{}, ...edges].map((edge) => new Sample({ ...usual, ...edge }))
    for (const sample of samples) session.add(sample)
    await session.commit()
    await using other = home.database.session()
    const read = await other.query(Sample).orderBy("id").all()
    expect(read.map((sample) => ({ ...sample }))).toEqual(samples.map((sample) => ({ ...sample })))
    for (const sample of read) expect(await other.query(Sample).where({ big: sample.big }).exists()).toBe(true)
  })

  test("are what the database says they are", async () => {
    await using home = await fresh({}, [table])
    await using session = home.database.session()
    session.add(new Sample({ ...usual, big: 9_007_199_254_740_993n }))
    await session.commit()
    const [row] = await home.other("SELECT CAST(big AS CHAR), CAST(at AS CHAR), HEX(bytes), flag, data FROM samples")
    expect(row!.slice(0, 4)).toEqual(["9007199254740993", "2026-01-31 12:34:56.789", "00FF275C", 1])
  })

  test("are found by their value, and in lists of any length", async () => {
    await using home = await fresh({}, [table])
    await using session = home.database.session()
    const texts = ["a", "a ", "A", "b", "á", "\u{1F600}"]
    for (const [place, text] of texts.entries()) {
      const at = new Date(usual.at.getTime() + place)
      session.add(new Sample({ ...usual, text, big: BigInt(place) + 9_007_199_254_740_992n, at }))
    }
    await session.commit()
    const textsOf = async (
      where: Parameters<ReturnType<typeof session.query<typeof Sample>>["where"]>[0],
    ): Promise<string[]> => (await session.query(Sample).where(where).orderBy("text").all()).map(({ text }) => text)
    for (const text of texts) expect(await textsOf({ text })).toEqual([text])
    expect(await textsOf({ text: { in: ["a", "A", "á", "c"] } })).toEqual(["A", "a", "á"])
    expect(await textsOf({ big: { in: [9_007_199_254_740_993n, 2n ** 80n, -(2n ** 80n)] } })).toEqual(["a "])
    expect(await textsOf({ big: 2n ** 70n })).toEqual([])
    expect(await textsOf({ big: { gt: 9_007_199_254_740_994n } })).toEqual(["b", "á", "\u{1F600}"])
    expect(await textsOf({ at: { in: [new Date(usual.at.getTime() + 3)] } })).toEqual(["b"])
    expect(await textsOf({ at: { gt: new Date(usual.at.getTime() + 3) } })).toEqual(["á", "\u{1F600}"])
    expect(await textsOf({})).toEqual(["A", "a", "a ", "b", "á", "\u{1F600}"])
  })

  test("that a column cannot hold are refused", async () => {
    await using home = await fresh({}, [table])
    const refused = async (edge: Partial<typeof usual>): Promise<unknown> => {
      await using session = home.database.session()
      session.add(new Sample({ ...usual, ...edge }))
      return await outcome(session.commit())
    }
    expect(await refused({ big: 2n ** 63n })).toMatchObject({
      name: "CheckViolation",
      model: "Sample",
      constraint: "big",
    })
    expect(await refused({ at: new Date("+012026-01-31T00:00:00.000Z") })).toBeInstanceOf(RangeError)
    expect(await home.other("SELECT COUNT(*) FROM samples")).toEqual([[0]])
  })

  test("of the user's own statements keep their digits", async () => {
    await using home = await fresh()
    await using session = home.database.session()
    const date = new Date("2026-01-31T12:34:56.789Z")
    const rows =
      await session.sql`SELECT ${9_007_199_254_740_993n} AS big, ${7} AS whole, ${0.25} AS fraction, ${"7"} AS text,
      ${date} AS at, ${true} AS flag, ${null} AS nothing, CAST('12.30' AS DECIMAL(10, 2)) AS exact, 'a' || 'b' AS "joined"`
    expect(rows).toEqual([
      {
        big: 9_007_199_254_740_993n,
        whole: 7,
        fraction: 0.25,
        text: "7",
        at: date,
        flag: 1,
        nothing: null,
        exact: "12.30",
        joined: "ab",
      },
    ])
    await expect(session.sql`SELECT ${[1] as never}`).rejects.toThrow(TypeError)
  })

  test("that are decimals are compared exactly", async () => {
    await using home = await fresh({}, [schemaSql([Price], "mysql")])
    await using session = home.database.session()
    const amounts = ["1234567890123456.01", "1234567890123456.02", "0.10", "-0.05"]
    for (const [place, amount] of amounts.entries()) session.add(new Price({ code: codes[place]!, amount }))
    await session.commit()
    const found = async (
      where: Parameters<ReturnType<typeof session.query<typeof Price>>["where"]>[0],
    ): Promise<string[]> =>
      (await session.query(Price).where(where).orderBy("amount").all()).map(({ amount }) => amount)
    expect(await found({})).toEqual(["-0.05", "0.10", "1234567890123456.01", "1234567890123456.02"])
    expect(await found({ amount: "1234567890123456.02" })).toEqual(["1234567890123456.02"])
    expect(await found({ amount: { gt: "1234567890123456.01" } })).toEqual(["1234567890123456.02"])
    expect(await found({ amount: { in: ["1234567890123456.01", ".1"] } })).toEqual(["0.10", "1234567890123456.01"])
    expect(await found({ code: { in: [codes[3]!.toUpperCase()] } })).toEqual(["-0.05"])
  })
})
