import { z } from "zod"
import { belongsTo, hasMany, hasOne, manyToMany, model, primaryKey, timestamp, version } from "../../src/data.ts"

// A shop: keys of several columns, versions, and rows that go away with what they belong to.

export class Customer extends model("customers", {
  id: primaryKey(),
  name: z.string().min(1).max(50),
  get orders() {
    return hasMany(Order, "customer", { cascade: "delete-orphan" })
  },
  get card() {
    return hasOne(Card, "customer")
  },
}) {}

export class Card extends model("cards", {
  id: primaryKey(),
  number: z.string(),
  get customer() {
    return belongsTo(Customer, { nullable: true, onDelete: "set null", unique: true })
  },
}) {}

export class Order extends model("orders", {
  id: primaryKey(),
  version: version(),
  tag: z.string().default(""),
  note: z.string().default(""),
  changedAt: timestamp({ onUpdate: true }),
  get customer() {
    return belongsTo(Customer, { nullable: true })
  },
  get lines() {
    return hasMany(Line, "order", { cascade: "delete-orphan" })
  },
}) {}

/** The key: an order and a number in it. */
export class Line extends model("lines", {
  number: primaryKey(z.int().min(1)),
  text: z.string(),
  tag: z.string().default(""),
  get order() {
    return belongsTo(Order, { primary: true })
  },
  get parcels() {
    return hasMany(Parcel, "line")
  },
  get marks() {
    return manyToMany(Mark, { through: "line_marks", inverse: "lines" })
  },
}) {}

/** Refers to a key of two columns, or to nothing. */
export class Parcel extends model("parcels", {
  id: primaryKey(),
  weight: z.number().default(1),
  tag: z.string().default(""),
  get line() {
    return belongsTo(Line, { nullable: true, onDelete: "set null" })
  },
}) {}

export class Mark extends model("marks", {
  name: primaryKey(z.string().max(20)),
  get lines() {
    return manyToMany(Line, { through: "line_marks", inverse: "marks" })
  },
}) {}

export const shopModels = [Customer, Card, Order, Line, Parcel, Mark]
