// Hono with its Zod validator (https://hono.dev/docs/guides/validation). Hono has no response models:
// what leaves is parsed by the same Zod schema that describes it.
import { zValidator } from "@hono/zod-validator"
import { Hono } from "hono"
import { createMiddleware } from "hono/factory"
import { z } from "zod"
import {
  type Line,
  type Member,
  type Work,
  addPerson,
  beginWork,
  closeLine,
  emailPattern,
  endWork,
  findItem,
  findMember,
  findOffer,
  findTopic,
  layerNames,
  openLine,
  openRoutes,
  plainRoutes,
  reportFor,
  rightsOf,
  zipPattern,
} from "./domain.ts"

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

const Report = z.object({ member: z.string(), rights: z.array(z.string()), open: z.boolean() })
const Topic = z.object({ route: z.int(), id: z.string() })

// Hono gives values on from middleware to middleware (https://hono.dev/docs/helpers/factory).
const line = createMiddleware<{ Variables: { line: Line } }>(async (c, next) => {
  const line = openLine()
  c.set("line", line)
  await next()
  closeLine(line)
})
const work = createMiddleware<{ Variables: { line: Line; work: Work } }>(async (c, next) => {
  const work = beginWork(c.get("line"))
  c.set("work", work)
  await next()
  endWork(work)
})
const member = createMiddleware<{ Variables: { work: Work; member: Member } }>(async (c, next) => {
  c.set("member", findMember(c.get("work")))
  await next()
})
const rights = createMiddleware<{ Variables: { member: Member; rights: readonly string[] } }>(async (c, next) => {
  c.set("rights", rightsOf(c.get("member")))
  await next()
})

export const app: Hono = new Hono()
app.get("/report", line, work, member, rights, (c) => c.json(Report.parse(reportFor(c.get("member"), c.get("rights")))))
const layered = new Hono()
for (const name of layerNames) {
  layered.use(async (c, next) => {
    await next()
    c.header(name, "1")
  })
}
layered.get("/layers", (c) => c.json(Item.parse(findItem())))
for (const { number, path } of plainRoutes) app.get(path, (c) => c.json(Topic.parse(findTopic(number, ""))))
for (const { number, start, end } of openRoutes) {
  app.get(`${start}/:id/${end}`, (c) => c.json(Topic.parse(findTopic(number, c.req.param("id")))))
}
app.get("/json", (c) => c.json(Item.parse(findItem())))
app.get("/shops/:shop/items/:item", zValidator("param", OfferPath), zValidator("query", OfferQuery), (c) =>
  c.json(Offer.parse(findOffer({ ...c.req.valid("param"), ...c.req.valid("query") }))),
)
app.post("/people", zValidator("json", PersonIn), (c) => c.json(PersonOut.parse(addPerson(c.req.valid("json")))))
app.route("/", layered)

/** The path of a file below the folder of files. Each runtime has its own middleware for files. */
export const fileBelow = (path: string): string => path.replace("/files/", "/")
