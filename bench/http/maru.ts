// Maru, on Bun and on Node alike.
import { App, body, get, path, post, query, returns, router } from "maru"
import { serve } from "maru/server"
import { z } from "zod"
import { addPerson, emailPattern, findItem, findOffer, zipPattern } from "./domain.ts"

const Item = z.object({
  id: z.int(),
  name: z.string(),
  price: z.number(),
  inStock: z.boolean(),
  tags: z.array(z.string()),
})

const OfferQuery = z.object({
  limit: z.int().min(1).max(100),
  maxPrice: z.number().min(0),
  available: z.boolean(),
})
const Offer = z.object({
  shop: z.string(),
  item: z.int(),
  limit: z.int(),
  maxPrice: z.number(),
  available: z.boolean(),
})

const PersonIn = z.object({
  name: z.string().min(1).max(50),
  email: z.string().regex(emailPattern),
  age: z.int().min(0).max(150),
  active: z.boolean(),
  role: z.enum(["admin", "editor", "reader"]),
  score: z.number(),
  tags: z.array(z.string()).max(10),
  address: z.object({
    street: z.string().min(1).max(100),
    city: z.string().min(1).max(50),
    zip: z.string().regex(zipPattern),
  }),
})
const PersonOut = z.object({ id: z.int(), ...PersonIn.shape })

const endpoints = {
  json: get("/json", {}, returns(200, Item), () => findItem()),
  params: get(
    "/shops/:shop/items/:item",
    { shop: path(z.string()), item: path(z.int()), page: query(OfferQuery) },
    returns(200, Offer),
    ({ shop, item, page }) => findOffer({ shop, item, ...page }),
  ),
  validate: post("/people", { person: body(PersonIn) }, returns(200, PersonOut), ({ person }) => addPerson(person)),
}

const app = new App({ title: "Benchmark", version: "1.0.0" }, [router("/", endpoints)])
const server = await serve(app, { port: 0 })
console.log(`Listening on ${server.url}`)
