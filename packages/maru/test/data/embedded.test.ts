import * as fc from "fast-check"
import { afterEach, describe, expect, it } from "vitest"
import { z } from "zod"
import { decimal, embedded, factory, hidden, index, model, named, primaryKey } from "../../src/data.ts"
import { sqlite } from "../../src/data/dialects/sqlite/dialect.ts"
import { mayGenerateCode } from "../../src/data/mapping/code-generation.ts"
import { createMapper } from "../../src/data/mapping/mapper.ts"
import { tableOf } from "../../src/data/model/table/tables.ts"
import { eachEngine } from "./engines.ts"
import { type OpenDatabase, openOn, statementsOf } from "./library.ts"

const Address = z.object({
  street: z.string().trim().max(100),
  city: index(z.string().max(50)),
  since: z.date().optional(),
  rooms: z.array(z.string()).default([]),
})

class Money {
  readonly amount: string
  readonly currency: string

  constructor(amount: string, currency: string) {
    this.amount = amount
    this.currency = currency
  }

  get text(): string {
    return `${this.amount} ${this.currency}`
  }
}

const money = z.codec(z.object({ amount: decimal(12, 2), code: z.string().length(3) }), z.instanceof(Money), {
  decode: ({ amount, code }) => new Money(amount, code),
  encode: ({ amount, currency }) => ({ amount, code: currency }),
})

class Person extends model("persons", {
  id: primaryKey(),
  name: z.string(),
  home: embedded(Address),
  work: named("office", embedded(Address.nullable())),
  wage: embedded(money),
  bonus: embedded(money.nullable()).default(null),
}) {}

const home = { street: "Main Street 1", city: "Seoul", rooms: ["kitchen"] }
const ada = () => new Person({ name: "Ada", home: { ...home }, work: null, wage: new Money("10", "KRW") })
const updated = (statements: readonly { text: string }[]) =>
  statements.find(({ text }) => text.startsWith("UPDATE"))?.text.match(/\w+(?=["`] = )/g)

describe("a value object", () => {
  it("is a column for each field", () => {
    const columns = tableOf(Person).columns.filter(({ whole }) => whole)
    expect(columns.map(({ property, name, nullable, index, kind }) => [property, name, nullable, index, kind])).toEqual(
      [
        ["home.street", "home_street", false, false, "text"],
        ["home.city", "home_city", false, true, "text"],
        ["home.since", "home_since", true, false, "date"],
        ["home.rooms", "home_rooms", false, false, "json"],
        ["work.street", "office_street", true, false, "text"],
        ["work.city", "office_city", true, true, "text"],
        ["work.since", "office_since", true, false, "date"],
        ["work.rooms", "office_rooms", true, false, "json"],
        ["wage.amount", "wage_amount", false, false, "decimal"],
        ["wage.code", "wage_code", false, false, "text"],
        ["bonus.amount", "bonus_amount", true, false, "decimal"],
        ["bonus.code", "bonus_code", true, false, "text"],
      ],
    )
  })

  it("is an object in derived schemas", () => {
    expect(Object.keys(Person.insert.shape)).toEqual(["name", "home", "work", "wage", "bonus"])
    const parsed = Person.insert.parse({ name: "A", home, work: null, wage: { amount: "1", code: "EUR" } })
    expect(parsed).toEqual({ name: "A", home, work: null, wage: new Money("1.00", "EUR"), bonus: null })
    expect(Person.patch.parse({ home })).toEqual({ home })
    expect(
      z.toJSONSchema(Person.insert.pick({ home: true }), { io: "input", unrepresentable: "any" }).properties,
    ).toMatchObject({
      home: { type: "object", properties: { city: { type: "string", maxLength: 50 } }, required: ["street", "city"] },
    })
  })

  it.each([
    ["no object", embedded(z.array(z.string()) as never), "only an object"],
    ["a hidden field", embedded(z.object({ a: hidden(z.string()) })), "not hidden by itself"],
    ["a key inside", embedded(z.object({ a: primaryKey(z.int()) })), "is no key"],
    ["one inside another", embedded(z.object({ a: embedded(z.object({ b: z.int() })) })), "not generated or embedded"],
    ["a field that is no name", embedded(z.object({ "a b": z.int() })), `named "a b"`],
    ["a field that cannot be stored", embedded(z.object({ a: z.map(z.int(), z.int()) })), `"value.a"`],
  ])("is refused for %s", (_name, schema, reason) => {
    class Thing extends model("things", { id: primaryKey(), value: schema as z.ZodType }) {}
    expect(() => tableOf(Thing)).toThrow(reason)
  })

  it("is made up by factories", () => {
    factory(Person).restart()
    expect(factory(Person, { wage: new Money("3", "KRW") }).build()).toMatchObject({
      home: { street: "street 1", city: "city 1" },
      work: null,
      wage: { amount: "3" },
    })
  })
})

eachEngine((engine) => {
  let database: OpenDatabase
  const opened = async () => (database = await openOn(engine, [Person]))
  afterEach(() => database.close())

  it("comes back as it was stored", async () => {
    await opened()
    await using db = database.session()
    const since = new Date("2020-01-02T03:04:05.678Z")
    db.add(ada())
    db.add(
      new Person({
        name: "Bo",
        home: { ...home, street: " Side Street ", since },
        work: { street: "x", city: "y" },
        wage: new Money("1.5", "EUR"),
        bonus: new Money("-2", "EUR"),
      }),
    )
    await db.commit()
    await using other = database.session()
    const [first, second] = await other.query(Person).orderBy("id").all()
    expect({ ...first }).toEqual({
      id: 1,
      name: "Ada",
      home: { ...home, since: undefined },
      work: null,
      wage: new Money("10.00", "KRW"),
      bonus: null,
    })
    expect({ ...second }).toEqual({
      id: 2,
      name: "Bo",
      home: { ...home, street: "Side Street", since },
      work: { street: "x", city: "y", since: undefined, rooms: [] },
      wage: new Money("1.50", "EUR"),
      bonus: new Money("-2.00", "EUR"),
    })
    expect(second!.wage.text).toBe("1.50 EUR")
    await other.commit()
    expect(other.inTransaction).toBe(false)
  })

  it("is changed by its columns", async () => {
    await opened()
    await using db = database.session()
    const person = db.add(ada())
    const address = person.home
    await db.commit()
    address.city = "Busan"
    expect(updated(await statementsOf(database, () => db.commit()))).toEqual(["home_city", "id"])
    address.rooms.push("bath")
    person.wage = new Money("11", "KRW")
    expect(updated(await statementsOf(database, () => db.commit()))).toEqual(["home_rooms", "wage_amount", "id"])
    person.work = { street: "x", city: "y", rooms: [] }
    expect(updated(await statementsOf(database, () => db.commit()))).toEqual([
      "office_street",
      "office_city",
      "office_rooms",
      "id",
    ])
    person.work = null
    person.bonus = new Money("1", "USD")
    expect(updated(await statementsOf(database, () => db.commit()))).toEqual([
      "office_street",
      "office_city",
      "office_rooms",
      "bonus_amount",
      "bonus_code",
      "id",
    ])
    await using other = database.session()
    expect(await other.get(Person, 1)).toMatchObject({
      home: { city: "Busan", rooms: ["kitchen", "bath"] },
      work: null,
      wage: { amount: "11.00" },
      bonus: { currency: "USD" },
    })
  })

  it("is checked as a whole", async () => {
    await opened()
    await using db = database.session()
    const wrong = new Person({
      name: "A",
      home: { street: "x" } as never,
      work: null,
      wage: { amount: "1" } as never,
      bonus: new Money("much", "KRW"),
    })
    expect(() => db.add(wrong)).toThrow(
      expect.objectContaining({
        faults: [
          expect.objectContaining({ pointer: "/home/city" }),
          expect.objectContaining({ pointer: "/wage" }),
          expect.objectContaining({ pointer: "/bonus/amount" }),
        ],
      }),
    )
    const person = db.add(ada())
    await db.flush()
    person.home.city = 3 as never
    person.bonus = new Money("1", "long")
    await expect(db.flush()).rejects.toMatchObject({ faults: [{ pointer: "/home/city" }, { pointer: "/bonus/code" }] })
  })

  it("is compared by its columns", async () => {
    await opened()
    await using db = database.session()
    for (const [city, amount] of [
      ["Seoul", "1"],
      ["Busan", "20"],
      ["Jeju", "3"],
    ] as const) {
      db.add(
        new Person({
          name: city,
          home: { ...home, city },
          work: city === "Jeju" ? { street: "x", city } : null,
          wage: new Money(amount, "KRW"),
        }),
      )
    }
    await db.commit()
    const names = async (query: ReturnType<typeof db.query<typeof Person>>) =>
      (await query.orderBy("id").all()).map(({ name }) => name)
    const all = db.query(Person)
    expect(await names(all.where({ home: { city: "Busan", street: "Main Street 1" } }))).toEqual(["Busan"])
    expect(
      await names(all.where({ home: { city: { in: ["Jeju", "Seoul"] } }, wage: { amount: { gte: "3" } } })),
    ).toEqual(["Jeju"])
    expect(await names(all.where({ work: null }))).toEqual(["Seoul", "Busan"])
    expect(await names(all.where({ wage: new Money("20", "KRW") }))).toEqual(["Busan"])
    expect((await all.orderBy("wage.amount", "desc").all()).map(({ name }) => name)).toEqual(["Busan", "Jeju", "Seoul"])
    expect(() => all.where({ home: { city: undefined } as never })).toThrow(`"home.city" is undefined`)
    expect(() => all.where({ wage: new Money("x", "KRW") })).toThrow(`"wage" has to be`)
    expect(() => all.where({ home: { town: "x" } as never })).toThrow(`"home.town" is no column`)
  })

  it("is merged and refreshed", async () => {
    await opened()
    await using db = database.session()
    const person = db.add(ada())
    await db.commit()
    await using other = database.session()
    person.wage = new Money("99", "KRW")
    const merged = await other.merge(person)
    expect(merged.wage).toBeInstanceOf(Money)
    expect(merged.wage.amount).toBe("99.00")
    await other.commit()
    await db.refresh(person)
    expect(person.wage.text).toBe("99.00 KRW")
  })
})

describe("the mapping of value objects", () => {
  const [plain, generated] = [false, mayGenerateCode].map((generate) => createMapper(tableOf(Person), sqlite, generate))
  const address = fc.tuple(
    fc.string(),
    fc.string(),
    fc.constantFrom(null, "2020-01-01T00:00:00.000Z"),
    fc.constantFrom("[]", `["x"]`),
  )
  const wage = fc.tuple(fc.integer().map(String), fc.constantFrom("KRW", "EUR"))
  const row = fc
    .tuple(
      fc.nat(),
      fc.string(),
      address,
      fc.oneof(address, fc.constant([null, null, null, null])),
      wage,
      fc.oneof(wage, fc.constant([null, null])),
    )
    .map(([id, name, ...parts]) => [id, name, ...parts.flat()])

  it("is the same with and without generated code", () => {
    fc.assert(
      fc.property(row, row, fc.nat(3), (first, second, offset) => {
        const cells = () => [...Array.from({ length: offset }, () => "before"), ...first]
        const [a, b] = [cells(), cells()]
        const [left, right] = [plain!.hydrate(a, offset), generated!.hydrate(b, offset)]
        expect(left).toEqual(right)
        expect(a).toEqual(b)
        expect(plain!.changes(left, a, offset)).toBeUndefined()
        expect(generated!.changes(right, b, offset)).toBeUndefined()
        const other = plain!.hydrate([...second], 0)
        expect(plain!.changes(other, a, offset)).toEqual(generated!.changes(other, b, offset))
        other["bonus"] = 3
        expect(plain!.changes(other, a, offset)).toEqual(generated!.changes(other, b, offset))
        expect(plain!.changes(other, a, offset)).toContain(12)
      }),
    )
  })
})
