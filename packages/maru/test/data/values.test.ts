import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { z } from "zod"
import { connect, migration, model, primaryKey, schemaSql } from "../../src/data.ts"
import { sqlite } from "../../src/data/dialects/sqlite/dialect.ts"
import { mayGenerateCode } from "../../src/data/mapping/code-generation.ts"
import { createMapper } from "../../src/data/mapping/mapper.ts"
import { tableOf } from "../../src/data/model/table/tables.ts"

class Sample extends model("samples", {
  id: primaryKey(),
  text: z.string(),
  whole: z.int(),
  real: z.number(),
  big: z.bigint(),
  yes: z.boolean(),
  at: z.date(),
  data: z.object({ list: z.array(z.union([z.string(), z.number(), z.null()])) }),
  bytes: z.instanceof(Uint8Array),
  size: z.literal([1, 2, 3]),
  maybeText: z.string().nullable(),
  maybeAt: z.date().optional(),
  maybeData: z.array(z.int()).nullish(),
}) {}

const sample = fc.record({
  text: fc.string({ unit: "binary" }).map((text) => text.toWellFormed()),
  whole: fc.maxSafeInteger(),
  real: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
  big: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  yes: fc.boolean(),
  at: fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }),
  data: fc.record({
    list: fc.array(
      fc.oneof(
        fc.string().map((text) => text.toWellFormed()),
        fc.integer(),
        fc.constant(null),
      ),
    ),
  }),
  bytes: fc.uint8Array(),
  size: fc.constantFrom(1 as const, 2 as const, 3 as const),
  maybeText: fc.option(fc.constant("text")),
  maybeAt: fc.option(fc.constant(new Date(0)), { nil: undefined }),
  maybeData: fc.option(fc.array(fc.integer())),
})

async function samples() {
  const database = connect("sqlite::memory:", { migrations: [migration("0001_s.sql", schemaSql([Sample]))] })
  await database.start()
  return database
}

describe("values", () => {
  it("come back as they were stored", async () => {
    const database = await samples()
    await fc.assert(
      fc.asyncProperty(sample, async (values) => {
        await using db = database.session()
        const stored = db.add(new Sample(values as never))
        await db.commit()
        await using other = database.session()
        const read = (await other.get(Sample, stored.id))!
        expect({ ...read }).toEqual({ ...values, id: stored.id, maybeAt: values.maybeAt, real: values.real })
        await other.commit()
        expect(other.inTransaction).toBe(false)
      }),
      { numRuns: 60 },
    )
    await database.close()
  })

  it("are typed as the columns say after reading", async () => {
    const database = await samples()
    await using db = database.session()
    const at = new Date("2026-11-22T01:02:03.004Z")
    const made = { text: "t", whole: 1, real: 0.5, big: 2n ** 60n + 1n, yes: true, at, data: { list: [] } }
    db.add(new Sample({ ...made, bytes: new Uint8Array([1, 2]), size: 2, maybeText: null }))
    await db.commit()
    const rows = await db.sql`SELECT at, yes, typeof(big) AS big, data, typeof(bytes) AS bytes, maybe_at FROM samples`
    expect(rows).toEqual([
      { at: "2026-11-22T01:02:03.004Z", yes: 1, big: "integer", data: `{"list":[]}`, bytes: "blob", maybe_at: null },
    ])
    await using other = database.session()
    const read = (await other.get(Sample, 1))!
    expect(read.big).toBe(2n ** 60n + 1n)
    expect(read.bytes.constructor).toBe(Uint8Array)
    expect(read.maybeText).toBeNull()
    expect(read.maybeAt).toBeUndefined()
    expect(
      await other
        .query(Sample)
        .where({ big: { in: [2n ** 60n + 1n] }, bytes: new Uint8Array([1, 2]) })
        .count(),
    ).toBe(1)
    expect(
      await other
        .query(Sample)
        .where({ big: 2n ** 60n })
        .count(),
    ).toBe(0)
    expect(
      await other
        .query(Sample)
        .where({ at, yes: { ne: false }, bytes: { in: [new Uint8Array([1, 2])] } })
        .count(),
    ).toBe(1)
    await database.close()
  })
})

describe("JSON that may be null", () => {
  class Note extends model("notes", {
    id: primaryKey(),
    any: z.unknown(),
    either: z.union([z.object({ a: z.int() }), z.null()]),
    list: z.array(z.int()).nullable().default(null),
  }) {}

  it("is null in the database too", async () => {
    const database = connect("sqlite::memory:", { migrations: [migration("0001_s.sql", schemaSql([Note]))] })
    await using db = database.session()
    db.add(new Note({ any: undefined, either: null }))
    db.add(new Note({ any: [1, { b: null }], either: { a: 1 }, list: [2] }))
    await db.commit()
    expect(
      await db
        .query(Note)
        .where({ either: { isNull: true } })
        .count(),
    ).toBe(1)
    await using other = database.session()
    const notes = await other.query(Note).all()
    expect(notes.map((note) => [note.any ?? null, note.either, note.list])).toEqual([
      [null, null, null],
      [[1, { b: null }], { a: 1 }, [2]],
    ])
    await database.close()
  })
})

const ways = mayGenerateCode ? [true, false] : [false]

describe.each(ways)("a mapper (generated code: %s)", (generate) => {
  const mapper = createMapper(tableOf(Sample), sqlite, generate)
  const row = (): unknown[] => [
    "before",
    1,
    "t",
    2,
    0.5,
    "9007199254740993",
    1,
    "2026-11-22T00:00:00.000Z",
    `{"list": [1]}`,
    Buffer.from([1]),
    3,
    null,
    null,
    null,
  ]

  it("makes instances of the model without its constructor", () => {
    const entity = mapper.hydrate(row(), 1)
    expect(entity).toBeInstanceOf(Sample)
    expect(entity).toMatchObject({ id: 1, text: "t", big: 9007199254740993n, yes: true, data: { list: [1] }, size: 3 })
    expect(entity["maybeText"]).toBeNull()
    expect(entity["maybeAt"]).toBeUndefined()
    expect(Object.keys(entity)).toEqual(mapper.columns.map((column) => column.property))
  })

  it("finds no change in what was just read", () => {
    const kept = row()
    expect(mapper.changes(mapper.hydrate(kept, 1), kept, 1)).toBeUndefined()
  })

  it.each([
    ["text", "u"],
    ["whole", 3],
    ["big", 1n],
    ["yes", false],
    ["maybeText", ""],
    ["maybeData", [1]],
    ["at", new Date(0)],
    ["size", null],
  ])("finds a changed %s", (name, value) => {
    const kept = row()
    const entity = mapper.hydrate(kept, 1)
    entity[name] = value
    expect(mapper.changes(entity, kept, 1)).toEqual([mapper.columns.findIndex(({ property }) => property === name)])
  })

  it("finds changes made in place", () => {
    const kept = row()
    const entity = mapper.hydrate(kept, 1) as unknown as Sample
    entity.at.setFullYear(2000)
    entity.data.list.push("x")
    entity.bytes[0] = 9
    const names = mapper.changes(entity as never, kept, 1)!.map((place) => mapper.columns[place]!.property)
    expect(names).toEqual(["at", "data", "bytes"])
  })
})
