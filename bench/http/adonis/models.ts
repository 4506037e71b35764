// What comes in, checked by VineJS (https://docs.adonisjs.com/guides/basics/validation), and what leaves, picked by
// transformers (https://docs.adonisjs.com/guides/frontend/transformers).
import { BaseTransformer } from "@adonisjs/core/transformers"
import vine from "@vinejs/vine"
import * as domain from "../domain.ts"

export const offerQuery = vine.create(
  vine.object({
    params: vine.object({ shop: vine.string(), item: vine.number().withoutDecimals() }),
    limit: vine.number().withoutDecimals().range([1, 100]),
    maxPrice: vine.number().min(0),
    available: vine.boolean(),
  }),
)

export const personIn = vine.create(
  vine.object({
    name: vine.string().minLength(1).maxLength(50),
    email: vine.string().regex(domain.emailPattern),
    age: vine.number({ strict: true }).withoutDecimals().range([0, 150]),
    active: vine.boolean({ strict: true }),
    role: vine.enum(["admin", "editor", "reader"]),
    score: vine.number({ strict: true }),
    tags: vine.array(vine.string()).maxLength(10),
    address: vine.object({
      street: vine.string().minLength(1).maxLength(100),
      city: vine.string().minLength(1).maxLength(50),
      zip: vine.string().regex(domain.zipPattern),
    }),
  }),
)

export class ItemOut extends BaseTransformer<domain.Item> {
  toObject() {
    return this.pick(this.resource, ["id", "name", "price", "inStock", "tags"])
  }
}

export class OfferOut extends BaseTransformer<domain.OfferQuery> {
  toObject() {
    return this.pick(this.resource, ["shop", "item", "limit", "maxPrice", "available"])
  }
}

class AddressOut extends BaseTransformer<domain.Person["address"]> {
  toObject() {
    return this.pick(this.resource, ["street", "city", "zip"])
  }
}

export class PersonOut extends BaseTransformer<ReturnType<typeof domain.addPerson>> {
  toObject() {
    return {
      ...this.pick(this.resource, ["id", "name", "email", "age", "active", "role", "score", "tags"]),
      address: AddressOut.transform(this.resource.address),
    }
  }
}

export class ReportOut extends BaseTransformer<domain.Report> {
  toObject() {
    return this.pick(this.resource, ["member", "rights", "open"])
  }
}

export class TopicOut extends BaseTransformer<ReturnType<typeof domain.findTopic>> {
  toObject() {
    return this.pick(this.resource, ["route", "id"])
  }
}
