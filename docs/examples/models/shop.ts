import {
  belongsTo,
  connect,
  decimal,
  defaultTo,
  embedded,
  hasMany,
  manyToMany,
  migration,
  model,
  primaryKey,
  schemaSql,
  softDelete,
  sql,
  timestamp,
  unique,
  view,
} from "maru/data"
import { z } from "zod"

// #region money
export class Money {
  readonly amount: string
  readonly currency: string

  constructor(amount: string, currency: string) {
    this.amount = amount
    this.currency = currency
  }

  toString(): string {
    return `${this.amount} ${this.currency}`
  }
}

const money = z.codec(z.object({ amount: decimal(12, 2), currency: z.string().length(3) }), z.instanceof(Money), {
  decode: ({ amount, currency }) => new Money(amount, currency),
  encode: ({ amount, currency }) => ({ amount, currency }),
})
// #endregion money

// #region product
export class Product extends model(
  "products",
  {
    id: primaryKey("uuidv7"),
    name: z.string().trim().min(1).max(100),
    sku: unique(z.string().max(20)),
    price: embedded(money),
    size: embedded(z.object({ width: z.int(), height: z.int() })),
    stock: defaultTo(z.int(), 0),
    shelf: defaultTo(z.int(), sql`1 + 1`),
    madeAt: timestamp(),
    deletedAt: softDelete(),
    get tags() {
      return manyToMany(Tag, { through: Tagging })
    },
    get taggings() {
      return hasMany(Tagging, "product")
    },
  },
  {
    indexes: [["name", "madeAt"]],
    checks: { stock: sql`stock >= 0` },
  },
) {}
// #endregion product

export class Tag extends model("tags", { id: primaryKey(), name: unique(z.string().max(30)) }) {}

// #region tagging
export class Tagging extends model("taggings", {
  get product() {
    return belongsTo(Product, { primary: true, onDelete: "cascade" })
  },
  get tag() {
    return belongsTo(Tag, { primary: true, onDelete: "cascade" })
  },
  weight: z.int().min(1).default(1),
}) {}
// #endregion tagging

// #region book
export class Book extends Product.extend("books", {
  pages: z.int().min(1),
  get taggings() {
    return hasMany(BookTagging, "book")
  },
  get tags() {
    return manyToMany(Tag, { through: BookTagging })
  },
}) {
  get long(): boolean {
    return this.pages > 500
  }
}
// #endregion book

export class BookTagging extends model("book_taggings", {
  get book() {
    return belongsTo(Book, { primary: true })
  },
  get tag() {
    return belongsTo(Tag, { primary: true })
  },
}) {}

// #region view
export class TagUse extends view(
  "tag_uses",
  { tagId: primaryKey(z.int()), products: z.int() },
  sql`SELECT tag_id, count(*) AS products FROM taggings GROUP BY tag_id`,
) {}
// #endregion view

const models = [Product, Tag, Tagging, Book, BookTagging, TagUse]

export const database = connect("sqlite::memory:", {
  migrations: [migration("0001_start.sql", schemaSql(models))],
})
