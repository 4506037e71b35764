import * as fc from "fast-check"
import { beforeEach, describe, expect, it } from "vitest"
import { z } from "zod"
import { factory, model, primaryKey, random, unique } from "../../src/data.ts"
import { Book, Profile, Review, Shelf, Writer, library } from "./library.ts"

beforeEach(() => {
  for (const model of [Writer, Profile, Book, Review, Shelf]) factory(model).restart()
})

describe("a factory", () => {
  it("makes up what nobody says, from the schemas", () => {
    const [first, second] = factory(Writer).buildMany(2)
    expect({ ...first }).toEqual({ name: "name 1", email: "email1@example.com", secret: "none", mentorId: null })
    expect({ ...second }).toEqual({ name: "name 2", email: "email2@example.com", secret: "none", mentorId: null })
    expect(first).toBeInstanceOf(Writer)
    expect(first!.greet()).toBe("I am name 1")
  })

  it("takes values and functions, the later over the earlier", () => {
    const poems = factory(Book, { title: (n) => `Book ${n}`, kind: "poems" }).with({ pages: 7 })
    expect(poems.build()).toMatchObject({ title: "Book 1", kind: "poems", pages: 7 })
    expect(poems.build({ pages: 8, title: "Mine" })).toMatchObject({ title: "Mine", pages: 8 })
    expect(poems.build()).toMatchObject({ title: "Book 3", pages: 7 })
  })

  it("makes the entity that another belongs to, by a factory of its own or the one that is given", () => {
    const book = factory(Book).build()
    expect((book as unknown as { writer: Writer }).writer).toBeInstanceOf(Writer)
    const ada = new Writer({ name: "Ada", email: "ada@library.example" })
    expect(factory(Book).build({ writer: ada })).toMatchObject({ writer: ada })
    const writers = factory(Writer, { name: (n) => `Writer ${n}` })
    expect(factory(Book, { writer: writers }).build()).toMatchObject({ writer: { name: "Writer 2" } })
    expect(factory(Writer, { mentor: () => ada }).build()).toMatchObject({ mentor: ada })
  })

  it("numbers the entities of a model together, so that two factories never repeat a unique value", () => {
    const emails = [factory(Writer).build(), factory(Writer).build(), factory(Writer).build()].map(({ email }) => email)
    expect(new Set(emails).size).toBe(3)
  })

  it("gives no two entities the same list", () => {
    const books = factory(Book, { tags: ["a"] })
    books.build().tags.push("b")
    expect(books.build().tags).toEqual(["a"])
  })

  it("stores entities in one flush, and generated columns that were said", async () => {
    await using database = await library()
    await using db = database.session()
    const createdAt = new Date("2020-02-02T00:00:00Z")
    const books = await factory(Book, { createdAt }).createMany(db, 3)
    expect(books.map(({ id }) => id)).toEqual([1, 2, 3])
    await db.commit()
    await using other = database.session()
    expect(await other.query(Book).where({ createdAt }).count()).toBe(3)
    expect(await other.query(Writer).count()).toBe(3)
  })

  it("stores what its entities have", async () => {
    await using database = await library()
    await using db = database.session()
    const books = factory(Book)
      .has("reviews", factory(Review, { by: factory(Writer) }), 2)
      .has("shelves", factory(Shelf))
    const ada = await factory(Writer, { name: "Ada" })
      .has("books", books, 2)
      .has("profile", factory(Profile))
      .create(db)
    await db.commit()
    await using other = database.session()
    const read = await other
      .query(Book)
      .where({ writer: { name: "Ada" } })
      .with({ reviews: true, shelves: true })
      .all()
    expect(read.map(({ reviews, shelves }) => [reviews.length, shelves.length])).toEqual([
      [2, 1],
      [2, 1],
    ])
    expect(await other.query(Profile).where({ writerId: ada.id }).count()).toBe(1)
  })

  it("makes the same entities in every run", () => {
    const run = () => {
      factory(Book).restart()
      factory(Writer).restart()
      const books = factory(Book, {
        pages: (_, random) => random.integer(1, 1000),
        tags: (_, { some }) => some(["a", "b", "c"], 2),
      })
      return books.buildMany(5).map((book) => ({ ...book }))
    }
    expect(run()).toEqual(run())
    expect(run()[0]).toMatchInlineSnapshot(`
      {
        "kind": "novel",
        "pages": 576,
        "tags": [
          "a",
          "c",
        ],
        "title": "title 1",
        "writerId": undefined,
      }
    `)
  })

  it("says which column it knows nothing for", () => {
    class Thing extends model("things", { id: primaryKey(), slug: z.string().regex(/^[a-f]+$/) }) {}
    expect(() => factory(Thing).build()).toThrow(
      "Nothing that was made up fits Thing.slug. Say it: factory(Thing, { slug: (n) => ... }).",
    )
    expect(factory(Thing).build({ slug: "abc" }).slug).toBe("abc")
  })
})

describe("values that are made up", () => {
  const schemas = {
    text: z.string().min(3).max(12),
    short: z.string().max(2),
    long: z.string().trim().min(80),
    email: z.email().toLowerCase(),
    url: z.url(),
    id4: z.uuid(),
    id7: z.uuidv7(),
    stamp: z.iso.datetime(),
    day: z.iso.date(),
    clock: z.iso.time(),
    stars: z.int().min(1).max(5),
    negative: z.int().max(-3),
    above: z.number().gt(2).lt(3),
    step: z.number().multipleOf(0.5),
    small: z.int32(),
    big: z.bigint().min(10n),
    yes: z.boolean(),
    at: z.date().min(new Date("2030-01-01")),
    before: z.date().max(new Date("2000-01-01")),
    kind: z.enum(["a", "b"]),
    level: z.literal([1, 2]),
    bytes: z.instanceof(Uint8Array),
    tags: z.array(z.string().min(2)).min(2),
    pair: z.tuple([z.int(), z.string()]),
    shape: z.object({ city: z.string(), more: z.object({ at: z.iso.date() }).nullable() }),
    map: z.record(z.string(), z.int()),
    either: z.union([z.string(), z.int()]),
    maybe: z.string().optional(),
    open: z.unknown(),
  }
  class Everything extends model("everything", { id: primaryKey(), ...schemas }) {}

  it("fit their schemas, for many numbers", () => {
    for (const entity of factory(Everything).buildMany(200))
      expect(Everything.insert.safeParse({ ...entity }).error).toBeUndefined()
  })

  it("differ where the schema has room", () => {
    class Tight extends model("tight", {
      id: primaryKey(),
      code: unique(z.string().max(3)),
      rank: unique(z.int().min(-100)),
      mail: unique(z.email()),
    }) {}
    const made = factory(Tight).buildMany(500)
    for (const name of ["code", "rank", "mail"] as const) expect(new Set(made.map((each) => each[name])).size).toBe(500)
  })
})

describe("random numbers", () => {
  it("are the same for the same seed, and others for another", () => {
    const draw = (seed: string) => Array.from({ length: 5 }, random(seed).number)
    expect(draw("a")).toEqual(draw("a"))
    expect(draw("a")).not.toEqual(draw("b"))
    expect(draw("a")).toMatchInlineSnapshot(`
      [
        0.5756878280080855,
        0.0016750013455748558,
        0.45728895580396056,
        0.8307326585054398,
        0.7202085857279599,
      ]
    `)
  })

  it("stay in their range", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: -50, max: 50 }),
        fc.nat(100),
        fc.array(fc.nat()),
        fc.nat(10),
        (seed, min, span, list, count) => {
          const numbers = random(seed)
          const drawn = numbers.integer(min, min + span)
          expect(drawn).toBeGreaterThanOrEqual(min)
          expect(drawn).toBeLessThanOrEqual(min + span)
          expect(numbers.number()).toBeLessThan(1)
          const places = list.map((_, place) => place)
          const some = numbers.some(places, count)
          expect(some).toEqual(places.filter((place) => some.includes(place)))
          expect(some).toHaveLength(Math.min(count, list.length))
        },
      ),
    )
  })

  it("reach every value", () => {
    const numbers = random(1)
    const seen = new Set(Array.from({ length: 200 }, () => numbers.pick([1, 2, 3, 4, 5])))
    expect([...seen].sort()).toEqual([1, 2, 3, 4, 5])
    expect(() => numbers.pick([])).toThrow("empty list")
    const yes = Array.from({ length: 1000 }, () => numbers.boolean(0.1)).filter(Boolean).length
    expect(yes).toBeGreaterThan(50)
    expect(yes).toBeLessThan(200)
  })
})
