// Hono with its Zod validator (https://hono.dev/docs/guides/validation). Hono has no response models:
// what leaves is parsed by the same Zod schema that describes it.
import { zValidator } from "@hono/zod-validator"
import { Hono } from "hono"
import { z } from "zod"
import { addPerson, emailPattern, findItem, findOffer, zipPattern } from "./domain.ts"

const Item = z.object({
  id: z.int(),
  name: z.string(),
  price: z.number(),
  inStock: z.boolean(),
  tags: z.array(z.string()),
})

const OfferPath = z.object({ shop: z.string(), item: z.coerce.number().int() })
const OfferQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100),
  maxPrice: z.coerce.number().min(0),
  available: z.enum(["true", "false"]).transform((text) => text === "true"),
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

export const app: Hono = new Hono()
app.get("/json", (c) => c.json(Item.parse(findItem())))
app.get("/shops/:shop/items/:item", zValidator("param", OfferPath), zValidator("query", OfferQuery), (c) =>
  c.json(Offer.parse(findOffer({ ...c.req.valid("param"), ...c.req.valid("query") }))),
)
app.post("/people", zValidator("json", PersonIn), (c) => c.json(PersonOut.parse(addPerson(c.req.valid("json")))))
