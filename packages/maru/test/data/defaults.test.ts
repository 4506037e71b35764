import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import {
  CheckViolation,
  UniqueViolation,
  belongsTo,
  decimal,
  defaultTo,
  embedded,
  model,
  now,
  primaryKey,
  sql,
} from "../../src/data.ts"
import { diff } from "../../src/data/migrate/diff/diff.ts"
import { schemaOfModels } from "../../src/data/migrate/schema/from-models.ts"
import { emptySchema } from "../../src/data/migrate/schema/schema.ts"
import { tableOf } from "../../src/data/model/table/tables.ts"
import { eachEngine } from "./engines.ts"
import { type OpenDatabase, openOn, statementsOf } from "./library.ts"
import { servers } from "./migrate/servers.ts"

class Room extends model("rooms", { id: primaryKey(), name: z.string() }) {}

let edits = 7

class Booking extends model(
  "bookings",
  {
    id: primaryKey(),
    title: z.string().max(50),
    starts: z.int(),
    ends: z.int(),
    seats: defaultTo(z.int(), 4),
    note: defaultTo(z.string(), "it's free"),
    open: defaultTo(z.boolean(), true),
    price: defaultTo(decimal(8, 2), "12.50"),
    tags: defaultTo(z.array(z.string()), ["a"]),
    level: defaultTo(z.enum(["low", "high"]), "low"),
    since: defaultTo(z.date(), new Date("2026-01-02T03:04:05.678Z")),
    code: defaultTo(z.int(), sql`40 + 2`),
    seenAt: defaultTo(z.date(), now, { onUpdate: now }),
    edits: defaultTo(z.int(), 0, { onUpdate: () => edits++ }),
    place: embedded(z.object({ floor: z.int(), door: z.string().max(9) })),
    get room() {
      return belongsTo(Room, { column: "room_ref" })
    },
  },
  {
    unique: [["room", "starts"], ["place"]],
    indexes: [["title", "starts"]],
    checks: { order: sql`starts < ends` },
  },
) {}

const values = { title: "Talk", starts: 1, ends: 2 }

describe("the options of a model", () => {
  it("name columns by property, relation or value object", () => {
    const { uniques, indexes, checks, byProperty } = tableOf(Booking)
    const names = (lists: typeof uniques) => lists.map((columns) => columns.map(({ name }) => name))
    expect(names(uniques)).toEqual([
      ["room_ref", "starts"],
      ["place_floor", "place_door"],
    ])
    expect(names(indexes)).toEqual([["title", "starts"]])
    expect([...checks.keys()]).toEqual(["order"])
    expect(byProperty.get("roomId")!.name).toBe("room_ref")
  })

  it("refuse what is no column", () => {
    class Thing extends model("things", { id: primaryKey(), a: z.int() }, { unique: [["a", "b" as "a"]] }) {}
    expect(() => tableOf(Thing)).toThrow(`The model "things" has no column "b" that its option "unique" could mean.`)
  })

  it("decide how columns are named", () => {
    class Legacy extends model(
      "Legacy",
      {
        id: primaryKey(),
        fullName: z.string(),
        get room() {
          return belongsTo(Room)
        },
      },
      {
        naming: (property) => property.toUpperCase(),
      },
    ) {}
    expect(tableOf(Legacy).columns.map(({ name }) => name)).toEqual(["ID", "FULLNAME", "ROOMID"])
  })

  it("take no parameters in SQL", () => {
    expect(() => sql`a = ${3 as never}`).toThrow("no parameters")
  })
})

describe("derived schemas", () => {
  it("leave defaults out of patches, and what the database computes to it", () => {
    const room = {} as never
    expect(Booking.insert.parse({ ...values, place: { floor: 1, door: "a" }, room })).toMatchObject({
      seats: 4,
      price: "12.50",
      tags: ["a"],
    })
    expect(Booking.insert.parse({ ...values, place: { floor: 1, door: "a" } })).not.toHaveProperty("code")
    expect(Booking.insert.safeParse({ ...values, code: "x", place: { floor: 1, door: "a" } }).success).toBe(false)
    expect(Booking.patch.parse({})).toEqual({})
    expect(Booking.row.shape.code.safeParse(undefined).success).toBe(false)
  })
})

eachEngine((engine) => {
  let database: OpenDatabase
  const opened = async () => (database = await openOn(engine, [Room, Booking]))
  const booking = (more: object = {}) =>
    new Booking({ ...values, room: new Room({ name: "A" }), place: { floor: 1, door: "a" }, ...more })
  afterEach(() => database.close())

  it("reads back what the database computed, once for all rows", async () => {
    await opened()
    await using db = database.session()
    const [first, second, third] = [
      db.add(booking()),
      db.add(booking({ code: 7, place: { floor: 2, door: "a" } })),
      db.add(booking({ place: { floor: 3, door: "a" } })),
    ]
    const statements = await statementsOf(database, () => db.flush())
    expect(statements.filter(({ text }) => text.startsWith("SELECT"))).toHaveLength(1)
    expect([first.code, second.code, third.code]).toEqual([42, 7, 42])
    expect(Math.abs(first.seenAt.getTime() - Date.now())).toBeLessThan(600_000)
    expect(first.edits).toBe(0)
    await db.commit()
    expect(await statementsOf(database, () => db.commit())).toEqual([])
    await using other = database.session()
    expect({ ...(await other.get(Booking, first.id)) }).toEqual({ ...first })
  })

  it("computes again with every change", async () => {
    await opened()
    await using db = database.session()
    const made = db.add(booking({ seenAt: new Date("2000-01-01") }))
    await db.commit()
    expect(made.seenAt).toEqual(new Date("2000-01-01"))
    made.title = "Other"
    const next = edits
    await db.commit()
    expect(made.seenAt.getFullYear()).toBeGreaterThan(2000)
    expect(made.edits).toBe(next)
    made.seenAt = new Date("2001-01-01")
    made.edits = 99
    await db.commit()
    await using other = database.session()
    expect(await other.get(Booking, made.id)).toMatchObject({ seenAt: new Date("2001-01-01"), edits: 99 })
  })

  it("forgets what was computed when it is undone", async () => {
    await opened()
    await using db = database.session()
    const made = db.add(booking())
    await db.flush()
    await db.rollback()
    expect([made.code, made.seenAt, made.id]).toEqual([undefined, undefined, undefined])
  })

  it("fills rows that others insert", async () => {
    await opened()
    await using db = database.session()
    await db.sql`INSERT INTO rooms (name) VALUES ('A')`
    await db.sql`INSERT INTO bookings (title, starts, ends, edits, place_floor, place_door, room_ref) VALUES ('x', 1, 2, 3, 1, 'a', 1)`
    await db.commit()
    const made = (await db.query(Booking).one())!
    expect(made).toMatchObject({
      seats: 4,
      note: "it's free",
      open: true,
      price: "12.50",
      tags: ["a"],
      level: "low",
      code: 42,
    })
    expect(made.since).toEqual(new Date("2026-01-02T03:04:05.678Z"))
  })

  it("refuses what breaks a rule of several columns", async () => {
    await opened()
    await using db = database.session()
    const room = new Room({ name: "A" })
    db.add(booking({ room }))
    await db.commit()
    db.add(booking({ room, place: { floor: 9, door: "z" } }))
    const twice = await db.flush().catch((error: unknown) => error)
    expect(twice).toBeInstanceOf(UniqueViolation)
    expect(twice).toMatchObject({
      model: "Booking",
      columns: ["roomId", "starts"],
      message: "Another Booking has this roomId and starts already.",
    })
    db.add(booking({ ends: 0, place: { floor: 9, door: "z" } }))
    const wrong = await db.flush().catch((error: unknown) => error)
    expect(wrong).toBeInstanceOf(CheckViolation)
    expect((wrong as CheckViolation).constraint).toBe("bookings_order")
  })
})

for (const { name, schema, missing, create } of servers) {
  describe.skipIf(missing)(`the schema on ${name}`, () => {
    it("is the same when it is read from the database", async () => {
      await using database = await create()
      const wanted = schemaOfModels([Room, Booking], schema)
      await database.schema(async (connection) => {
        for (const statement of schema.statements(diff(emptySchema, wanted), emptySchema, wanted))
          await connection.script(statement)
        expect(diff(await schema.read(connection), wanted, undefined, "loose")).toEqual([])
      })
    })
  })
}
