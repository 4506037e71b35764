import { z } from "zod"
import {
  type DbSession,
  type Insert,
  belongsTo,
  decimal,
  defaultTo,
  embedded,
  factory,
  hasMany,
  manyToMany,
  model,
  named,
  now,
  primaryKey,
  softDelete,
  sql,
  version,
  view,
} from "../../src/data.ts"

// Read by the type check alone: what declarations of columns and models have to mean.

declare const db: DbSession
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function exact<_T extends true>(): void {}

class Money {
  readonly amount: string
  constructor(amount: string) {
    this.amount = amount
  }
}
const money = z.codec(z.object({ amount: decimal(12, 2) }), z.instanceof(Money), {
  decode: ({ amount }) => new Money(amount),
  encode: ({ amount }) => ({ amount }),
})
const day = z.codec(z.iso.date(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
})

class Shop extends model("shops", { id: primaryKey("uuidv7"), name: named("label", z.string()) }) {}

class Item extends model(
  "items",
  {
    id: primaryKey(),
    fee: decimal(10, 2),
    opened: day,
    closed: day.nullable().default(null),
    days: z.array(day).default([]),
    size: embedded(z.object({ width: z.int(), unit: z.string().optional() })),
    place: embedded(z.object({ floor: z.int() }).nullable()),
    price: embedded(money),
    stock: defaultTo(z.int(), 0),
    code: defaultTo(z.int(), sql`1 + 1`),
    seenAt: defaultTo(z.date(), now, { onUpdate: now }),
    deletedAt: softDelete(),
    version: version(),
    get shop() {
      return belongsTo(Shop)
    },
    get tags() {
      return manyToMany(Tag, { through: Tagging })
    },
    get notes() {
      return manyToMany(Tag, { through: "item_notes" })
    },
    get taggings() {
      return hasMany(Tagging, "item")
    },
  },
  { unique: [["shop", "code"], ["size"]], indexes: [["opened"]], checks: { stock: sql`stock >= 0` } },
) {
  label(): string {
    return this.fee
  }
}

class Tag extends model("tags", { id: primaryKey() }) {}
class Tagging extends model("taggings", {
  weight: z.int(),
  note: z.string().default(""),
  get item() {
    return belongsTo(Item, { primary: true })
  },
  get tag() {
    return belongsTo(Tag, { primary: true })
  },
}) {}

// @ts-expect-error An option names what the model declares.
model("wrong", { id: primaryKey() }, { unique: [["idd"]] })

// Entities.
declare const item: Item
exact<Equal<Item["fee"], string>>()
exact<Equal<Item["opened"], Date>>()
exact<Equal<Item["closed"], Date | null>>()
exact<Equal<Item["days"], Date[]>>()
exact<Equal<Item["place"], { floor: number } | null>>()
exact<Equal<Item["price"], Money>>()
exact<Equal<Item["code"], number>>()
exact<Equal<Item["deletedAt"], Date | null>>()
exact<Equal<Item["version"], number>>()
exact<Equal<Item["shopId"], string>>()
item.size.width satisfies number

// Inserts take what an entity has: of a codec the second side.
type New = Insert<(typeof Item)["fields"]>
exact<Equal<New["opened"], Date>>()
exact<Equal<New["closed"], Date | null | undefined>>()
exact<Equal<New["code"], number | undefined>>()
exact<Equal<"deletedAt" extends keyof New ? true : false, false>>()
const values = { fee: "1", opened: new Date(), size: { width: 1 }, place: null, price: new Money("1") }
declare const shop: Shop
void new Item({ ...values, shop })
// @ts-expect-error The stored side is for what comes from outside.
void new Item({ ...values, shop, opened: "2020-01-01" })
// @ts-expect-error A value object has all of its fields.
void new Item({ ...values, shop, size: {} })

// Derived schemas.
exact<Equal<z.input<typeof Item.insert>["opened"], string>>()
exact<Equal<z.output<typeof Item.insert>["opened"], Date>>()
exact<Equal<z.input<typeof Item.insert>["code"], number | undefined>>()
exact<Equal<z.output<typeof Item.patch>["stock"], number | undefined>>()
exact<Equal<z.output<typeof Item.row>["deletedAt"], Date | null>>()

// Conditions and orders.
db.query(Item).where({ fee: { gt: "1" }, opened: { lt: new Date() }, size: { width: { in: [1] } }, place: null })
db.query(Item)
  .where({ price: new Money("1") })
  .orderBy("size.width")
  .withDeleted()
db.query(Item)
  .where({ price: { amount: { gte: "1" } } })
  .orderBy("place.floor", "desc")
// @ts-expect-error A codec is compared by what an entity has.
db.query(Item).where({ opened: "2020-01-01" })
// @ts-expect-error There is no such field.
db.query(Item).where({ size: { height: 1 } })
// @ts-expect-error A value object is ordered by a field.
db.query(Item).orderBy("size")
await db.get(Item, 1, { withDeleted: true })
db.purge(item)
db.restore(item)

// Links with values.
declare const tag: Tag
db.link(item, "tags", tag, { weight: 1 })
db.link(item, "tags", tag, { weight: 1, note: "x" })
db.link(item, "notes", tag)
db.unlink(item, "tags", tag)
// @ts-expect-error A link has a weight.
db.link(item, "tags", tag)
// @ts-expect-error A weight is a number.
db.link(item, "tags", tag, { weight: "1" })
// @ts-expect-error These links have no values.
db.link(item, "notes", tag, { weight: 1 })

// A model from another.
class Bike extends Item.extend("bikes", {
  gears: z.int(),
  get frame() {
    return belongsTo(Shop, { nullable: true })
  },
}) {
  override label(): string {
    return `${super.label()} ${this.gears}`
  }
}
declare const bike: Bike
bike satisfies Item
exact<Equal<Bike["gears"], number>>()
exact<Equal<Bike["frameId"], string | null>>()
exact<Equal<typeof Bike.table, "bikes">>()
exact<Equal<z.output<typeof Bike.insert>["gears"], number>>()
void new Bike({ ...values, shop, gears: 3 })
// @ts-expect-error A bike has gears.
void new Bike({ ...values, shop })
;(
  await db
    .query(Bike)
    .where({ gears: { gt: 1 }, fee: "1" })
    .with({ frame: true, shop: true })
    .one()
).shop.name satisfies string

// Views.
class Stats extends view("stats", { id: primaryKey(z.int()), n: z.int() }, sql`SELECT 1 AS id, 2 AS n`) {
  get twice(): number {
    return this.n * 2
  }
}
;(
  await db
    .query(Stats)
    .where({ n: { gt: 1 } })
    .one()
).twice satisfies number
// @ts-expect-error Nobody makes a row of a view.
void new Stats({ id: 1, n: 2 })

// Factories.
const items = factory(Item, {
  fee: (n) => `${n}`,
  shop: factory(Shop),
  price: (_, random) => new Money(`${random.number()}`),
})
items.build({ id: 7, deletedAt: null }) satisfies Item
;(await items.with({ shop }).has("taggings", factory(Tagging), 2).createMany(db, 3))[0]!.label() satisfies string
// @ts-expect-error A column has a type.
factory(Item, { fee: 3 })
// @ts-expect-error There is no such column.
items.with({ price2: 3 })
// @ts-expect-error Another model's factory makes no shops.
factory(Item, { shop: factory(Tag) })
// @ts-expect-error There is no such relation.
items.has("shop", factory(Shop))
