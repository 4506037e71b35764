import * as fc from "fast-check"
import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import { DataError, ValidationFailed, belongsTo, decimal, factory, model, named, primaryKey } from "../../src/data.ts"
import { StartError } from "../../src/errors/start-error.ts"
import { sqlite } from "../../src/data/dialects/sqlite/dialect.ts"
import { mayGenerateCode } from "../../src/data/mapping/code-generation.ts"
import { createMapper } from "../../src/data/mapping/mapper.ts"
import { tableOf } from "../../src/data/model/table/tables.ts"
import { eachEngine } from "./engines.ts"
import { type OpenDatabase, openOn, statementsOf } from "./library.ts"

class Temperature {
  readonly degrees: number

  constructor(degrees: number) {
    this.degrees = degrees
  }
}

const temperature = z.codec(z.int(), z.instanceof(Temperature), {
  decode: (stored) => new Temperature(stored / 10),
  encode: ({ degrees }) => Math.round(degrees * 10),
})
const day = z.codec(z.iso.date(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString().slice(0, 10),
})

class Station extends model("stations", {
  id: primaryKey("uuidv7"),
  name: named("label", z.string().max(40)),
  code: z.uuid().optional(),
  fee: decimal(10, 2).default("0"),
  height: decimal(18, 6).nullable().default(null),
  warmest: temperature,
  coldest: temperature.nullable().default(null),
  opened: day,
  visits: z.array(z.object({ on: day, by: z.string() })).default([]),
}) {}

class Reading extends model("readings", {
  id: primaryKey(),
  get station() {
    return belongsTo(Station)
  },
}) {}

const values = { name: "North", warmest: new Temperature(31.5), opened: new Date("2020-01-02") }
const column = (name: string) => tableOf(Station).byProperty.get(name)!

describe("the type of a column", () => {
  it("follows from its schema", () => {
    expect(column("id")).toMatchObject({ kind: "uuid", primary: true, generated: "uuidv7" })
    expect(column("name")).toMatchObject({ kind: "text", length: 40, name: "label" })
    expect(column("code")).toMatchObject({ kind: "uuid", nullable: true })
    expect(column("fee")).toMatchObject({ kind: "decimal", precision: 10, scale: 2 })
    expect(column("warmest")).toMatchObject({ kind: "integer", nullable: false })
    expect(column("coldest")).toMatchObject({ kind: "integer", nullable: true, absent: null })
    expect(column("visits")).toMatchObject({ kind: "json" })
    expect(tableOf(Reading).byProperty.get("stationId")).toMatchObject({ kind: "uuid" })
  })

  it("knows how long a text can be", () => {
    class Texts extends model("texts", {
      id: primaryKey(),
      most: z.string().trim().max(9),
      exactly: z.string().length(4),
      open: z.string().min(3),
      mail: z.email().max(254).toLowerCase().nullable(),
      choice: z.enum(["a", "three"]),
    }) {}
    const lengths = tableOf(Texts).columns.map(({ property, length }) => [property, length])
    expect(Object.fromEntries(lengths)).toEqual({
      id: undefined,
      most: 9,
      exactly: 4,
      open: undefined,
      mail: 254,
      choice: 5,
    })
  })

  it.each([
    ["a transform of one way", z.string().transform(Number), "a pipe schema cannot be stored"],
    [
      "a codec that stores null",
      z.codec(z.string().nullable(), z.string(), { decode: (v) => v ?? "", encode: (v) => v }),
      "write .nullable() around the codec",
    ],
    [
      "a codec that stores what JSON has not",
      z.array(z.codec(z.date(), z.string(), { decode: String, encode: (v) => new Date(v) })),
      "JSON, which has no date",
    ],
  ])("is refused for %s", (_name, schema, reason) => {
    class Thing extends model("things", { id: primaryKey(), value: schema as z.ZodType }) {}
    expect(() => tableOf(Thing)).toThrow(reason)
  })
})

describe("a decimal", () => {
  it.each([
    ["12.3", "12.30"],
    ["-.5", "-0.50"],
    ["007", "7.00"],
    ["1.2300", "1.23"],
    ["-0", "0.00"],
    ["99999999.99", "99999999.99"],
  ])("is written in one way: %s", (given, canonical) => {
    expect(decimal(10, 2).parse(given)).toBe(canonical)
  })

  it.each(["", ".", "-", "1.234", "123456789", "1e3", "+1", " 1", "1,5", "NaN"])("is not %j", (given) => {
    expect(decimal(10, 2).safeParse(given).success).toBe(false)
  })

  it("has no more digits than a database stores", () => {
    for (const [precision, scale] of [
      [19, 2],
      [4, 5],
      [0, 0],
      [4, -1],
      [4.5, 1],
    ] as const) {
      expect(() => decimal(precision, scale)).toThrow(StartError)
    }
  })

  it("is a string with a pattern for clients", () => {
    expect(z.toJSONSchema(Station.insert.pick({ fee: true }), { io: "input" }).properties).toMatchObject({
      fee: { type: "string", pattern: expect.stringContaining("\\d") },
    })
  })
})

describe("a key of version 7", () => {
  it("is there from the start, and greater than the one before it", () => {
    const keys = Array.from({ length: 5000 }, () => new Station(values).id)
    expect(keys).toEqual([...keys].sort())
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.every((key) => z.uuidv7().safeParse(key).success)).toBe(true)
    expect(Math.abs(Number.parseInt(keys[0]!.replace("-", "").slice(0, 12), 16) - Date.now())).toBeLessThan(60_000)
  })
})

eachEngine((engine) => {
  let database: OpenDatabase

  const opened = async () => (database = await openOn(engine, [Station, Reading]))
  afterEach(() => database.close())

  it("stores what a codec says, and gives what it makes", async () => {
    await opened()
    await using db = database.session()
    const north = db.add(
      new Station({
        ...values,
        fee: "7.5",
        coldest: new Temperature(-20.25),
        visits: [{ on: new Date("2021-05-06"), by: "Ada" }],
      }),
    )
    expect(north.fee).toBe("7.50")
    await db.commit()
    await using other = database.session()
    const read = (await other.get(Station, north.id))!
    expect({ ...read }).toEqual({
      id: north.id,
      name: "North",
      code: undefined,
      fee: "7.50",
      height: null,
      warmest: new Temperature(31.5),
      coldest: new Temperature(-20.2),
      opened: new Date("2020-01-02"),
      visits: [{ on: new Date("2021-05-06"), by: "Ada" }],
    })
    expect(read.warmest).toBeInstanceOf(Temperature)
    const [row] = await other.sql<Record<string, unknown>>`SELECT label, warmest, opened FROM stations`
    expect(row).toMatchObject({ label: "North", warmest: 315, opened: "2020-01-02" })
  })

  it("notices changes in the stored form", async () => {
    await opened()
    await using db = database.session()
    const { id } = db.add(new Station({ ...values, visits: [{ on: new Date("2021-05-06"), by: "Ada" }] }))
    await db.commit()
    await using other = database.session()
    const read = (await other.get(Station, id))!
    expect(await statementsOf(database, () => other.commit())).toEqual([])
    Object.assign(read, { warmest: new Temperature(31.54), fee: "0.0", opened: new Date("2020-01-02T08:00:00Z") })
    expect(await statementsOf(database, () => other.commit())).toEqual([])
    read.opened.setUTCFullYear(2022)
    read.visits[0]!.on.setUTCDate(7)
    read.warmest = new Temperature(40)
    read.fee = "1"
    const statements = await statementsOf(database, () => other.commit())
    expect(statements.find(({ text }) => text.startsWith("UPDATE"))!.text.match(/\w+(?=["`] = )/g)).toEqual([
      "fee",
      "warmest",
      "opened",
      "visits",
      "id",
    ])
    expect(read.fee).toBe("1.00")
    await using third = database.session()
    expect(await third.get(Station, id)).toMatchObject({
      fee: "1.00",
      warmest: { degrees: 40 },
      opened: new Date("2022-01-02"),
      visits: [{ on: new Date("2021-05-07") }],
    })
  })

  it("checks what a codec is given, when it is added and when it is flushed", async () => {
    await opened()
    await using db = database.session()
    const wrong = new Station({
      ...values,
      warmest: 31 as never,
      coldest: new Temperature(Number.NaN),
      opened: undefined as never,
    })
    const failed = await Promise.resolve()
      .then(() => db.add(wrong))
      .catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(ValidationFailed)
    expect((failed as ValidationFailed).faults.map(({ pointer }) => pointer)).toEqual([
      "/warmest",
      "/coldest",
      "/opened",
    ])
    const north = db.add(new Station(values))
    await db.flush()
    north.warmest = "hot" as never
    north.fee = "a lot"
    north.visits.push({ on: new Date(Number.NaN), by: "Ada" })
    await expect(db.flush()).rejects.toMatchObject({
      code: "validation-failed",
      faults: [{ pointer: "/fee" }, { pointer: "/warmest" }, { pointer: "/visits/0/on" }],
    })
  })

  it("compares decimals as numbers and codecs by what they store", async () => {
    await opened()
    await using db = database.session()
    for (const [fee, degrees] of [
      ["9.5", 1],
      ["10", 2],
      ["-3", 3],
      ["100.25", 4],
    ] as const)
      db.add(new Station({ ...values, fee, warmest: new Temperature(degrees), height: `${fee}0001` }))
    await db.commit()
    const fees = async (query: ReturnType<typeof db.query<typeof Station>>) => (await query.all()).map(({ fee }) => fee)
    const all = db.query(Station)
    expect(await fees(all.orderBy("fee"))).toEqual(["-3.00", "9.50", "10.00", "100.25"])
    expect(await fees(all.where({ fee: { gt: "9.5" } }).orderBy("fee"))).toEqual(["10.00", "100.25"])
    expect(await fees(all.where({ fee: "10.0" }))).toEqual(["10.00"])
    expect(await fees(all.where({ fee: { in: ["-3", "9.50", "7"] } }).orderBy("fee"))).toEqual(["-3.00", "9.50"])
    expect(await fees(all.where({ warmest: new Temperature(3) }))).toEqual(["-3.00"])
    expect(await fees(all.where({ warmest: { gte: new Temperature(3) } }).orderBy("fee"))).toEqual(["-3.00", "100.25"])
    expect(await fees(all.where({ warmest: { in: [new Temperature(1)] }, coldest: null }))).toEqual(["9.50"])
    expect(() => all.where({ fee: "much" })).toThrow(DataError)
    expect(() => all.where({ warmest: 3 as never })).toThrow("cannot be compared")
  })

  it("refers to rows by their UUIDs", async () => {
    await opened()
    await using db = database.session()
    const reading = await factory(Reading, { station: factory(Station, { ...values }) }).create(db)
    await db.commit()
    await using other = database.session()
    const read = (await other.get(Reading, reading.id, { with: { station: true } }))!
    expect(read.stationId).toBe(read.station.id)
    expect(
      await other
        .query(Reading)
        .where({ station: { id: { in: [read.stationId.toUpperCase()] } } })
        .count(),
    ).toBe(1)
  })

  it("says where a row has something that a codec cannot read", async () => {
    await opened()
    await using db = database.session()
    db.add(new Station(values))
    await db.commit()
    await db.sql`UPDATE stations SET opened = 'never'`
    await db.commit()
    await using other = database.session()
    await expect(other.query(Station).all()).rejects.toMatchObject({
      code: "row-unreadable",
      message: expect.stringContaining(`something in its column "opened"`) as string,
    })
  })

  it("keeps every digit of decimals", async () => {
    await opened()
    const digits = fc.tuple(fc.bigInt(-(10n ** 18n) + 1n, 10n ** 18n - 1n)).map(([value]) => {
      const text = (value < 0n ? -value : value).toString().padStart(7, "0")
      return `${value < 0n ? "-" : ""}${text.slice(0, -6)}.${text.slice(-6)}`
    })
    await fc.assert(
      fc.asyncProperty(fc.array(digits, { minLength: 1, maxLength: 20 }), async (heights) => {
        await using db = database.session()
        const stored = heights.map((height) => db.add(new Station({ ...values, height })))
        await db.flush()
        for (const station of stored) await db.refresh(station)
        expect(stored.map(({ height }) => height)).toEqual(heights)
      }),
      { numRuns: 10 },
    )
  })
})

describe("the mapping", () => {
  const [plain, generated] = [false, mayGenerateCode].map((generate) =>
    createMapper(tableOf(Station), sqlite, generate),
  )
  const station = fc.record({
    id: fc.uuid(),
    label: fc.string(),
    code: fc.option(fc.uuid()),
    fee: fc.bigInt(-(10n ** 10n) + 1n, 10n ** 10n - 1n).map(String),
    height: fc.option(fc.bigInt(0n, 10n ** 18n - 1n).map(String)),
    warmest: fc.integer({ min: -500, max: 600 }),
    coldest: fc.option(fc.integer({ min: -500, max: 600 })),
    opened: fc.constantFrom("2020-01-02", "1999-12-31"),
    visits: fc
      .array(fc.record({ on: fc.constantFrom("2020-01-02", "1999-12-31"), by: fc.string() }))
      .map((list) => JSON.stringify(list)),
  })

  it("is the same with and without generated code", () => {
    fc.assert(
      fc.property(station, station, fc.nat(3), (row, other, offset) => {
        const cells = () => [...Array.from({ length: offset }, () => "before"), ...Object.values(row)]
        const [a, b] = [cells(), cells()]
        const [left, right] = [plain!.hydrate(a, offset), generated!.hydrate(b, offset)]
        expect(left).toEqual(right)
        expect(a).toEqual(b)
        expect(plain!.changes(left, a, offset)).toBeUndefined()
        expect(generated!.changes(right, b, offset)).toBeUndefined()
        const change = plain!.hydrate(Object.values(other), 0)
        expect(plain!.changes(change, a, offset)).toEqual(generated!.changes(change, b, offset))
        expect(plain!.write(left, [0, 1, 2, 3, 4, 5, 6, 7, 8])).toEqual(
          generated!.write(right, [0, 1, 2, 3, 4, 5, 6, 7, 8]),
        )
      }),
    )
  })
})
