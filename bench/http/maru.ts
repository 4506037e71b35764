// Maru, on Bun and on Node alike.
import { App, body, dependency, get, middleware, path, post, query, returns, router, site } from "maru"
import { serve } from "maru/server"
import { z } from "zod"
import {
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
import { filesFolder } from "./files.ts"

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

const line = dependency(function* () {
  const line = openLine()
  try {
    yield line
  } finally {
    closeLine(line)
  }
})
const work = dependency({ line }, function* ({ line }) {
  const work = beginWork(line)
  try {
    yield work
  } finally {
    endWork(work)
  }
})
const member = dependency({ work }, ({ work }) => findMember(work))
const rights = dependency({ member }, ({ member }) => rightsOf(member))
const report = dependency({ member, rights }, ({ member, rights }) => reportFor(member, rights))
const Report = z.object({ member: z.string(), rights: z.array(z.string()), open: z.boolean() })

const layers = layerNames.map((name) => middleware(name, { after: ({ headers }) => headers.set(name, "1") }))

const Topic = z.object({ route: z.int(), id: z.string() })
const topics = [
  ...plainRoutes.map(({ number, path: at }) => get(at, {}, returns(200, Topic), () => findTopic(number, ""))),
  ...openRoutes.map(({ number, start, end }) =>
    get(`${start}/:id/${end}`, { id: path(z.string()) }, returns(200, Topic), ({ id }) => findTopic(number, id)),
  ),
]

const endpoints = {
  json: get("/json", {}, returns(200, Item), () => findItem()),
  report: get("/report", { report }, returns(200, Report), ({ report }) => report),
  params: get(
    "/shops/:shop/items/:item",
    { shop: path(z.string()), item: path(z.int()), page: query(OfferQuery) },
    returns(200, Offer),
    ({ shop, item, page }) => findOffer({ shop, item, ...page }),
  ),
  validate: post("/people", { person: body(PersonIn) }, returns(200, PersonOut), ({ person }) => addPerson(person)),
}

const app = new App({ title: "Benchmark", version: "1.0.0" }, [
  router("/", endpoints),
  router("/", topics),
  router("/", { layered: get("/layers", {}, returns(200, Item), () => findItem()) }, { middleware: layers }),
  site(filesFolder, { prefix: "/files" }),
])
const server = await serve(app, { port: 0 })
console.log(`Listening on ${server.url}`)
