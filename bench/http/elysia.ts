// Elysia on Bun, with its own validation and response models (https://elysiajs.com/essential/validation).
import { staticPlugin } from "@elysiajs/static"
import { Elysia, t } from "elysia"
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

const Item = t.Object({
  id: t.Integer(),
  name: t.String(),
  price: t.Number(),
  inStock: t.Boolean(),
  tags: t.Array(t.String()),
})

const Offer = t.Object({
  shop: t.String(),
  item: t.Integer(),
  limit: t.Integer(),
  maxPrice: t.Number(),
  available: t.Boolean(),
})

const person = {
  name: t.String({ minLength: 1, maxLength: 50 }),
  email: t.String({ pattern: emailPattern.source }),
  age: t.Integer({ minimum: 0, maximum: 150 }),
  active: t.Boolean(),
  role: t.UnionEnum(["admin", "editor", "reader"]),
  score: t.Number(),
  tags: t.Array(t.String(), { maxItems: 10 }),
  address: t.Object({
    street: t.String({ minLength: 1, maxLength: 100 }),
    city: t.String({ minLength: 1, maxLength: 50 }),
    zip: t.String({ pattern: zipPattern.source }),
  }),
}
const PersonIn = t.Object(person)
const PersonOut = t.Object({ id: t.Integer(), ...person })

const Report = t.Object({ member: t.String(), rights: t.Array(t.String()), open: t.Boolean() })
const Topic = t.Object({ route: t.Integer(), id: t.String() })

// Elysia derives values for an instance's own routes, and ends what they need behind the response
// (https://elysiajs.com/essential/life-cycle).
const reports = new Elysia()
  .derive(() => ({ line: openLine() }))
  .derive(({ line }) => ({ work: beginWork(line) }))
  .derive(({ work }) => ({ member: findMember(work) }))
  .derive(({ member }) => ({ rights: rightsOf(member) }))
  .onAfterHandle(({ line, work }) => {
    endWork(work)
    closeLine(line)
  })
  .get("/report", ({ member, rights }) => reportFor(member, rights), { response: Report })

const layered = new Elysia()
for (const name of layerNames) {
  layered.onAfterHandle(({ set }) => {
    set.headers[name] = "1"
  })
}
layered.get("/layers", () => findItem(), { response: Item })

const topics = new Elysia()
for (const { number, path } of plainRoutes) topics.get(path, () => findTopic(number, ""), { response: Topic })
for (const { number, start, end } of openRoutes) {
  topics.get(`${start}/:id/${end}`, ({ params }) => findTopic(number, (params as { id: string }).id), {
    response: Topic,
  })
}

const app = new Elysia()
  .use(reports)
  .use(layered)
  .use(topics)
  .use(await staticPlugin({ assets: filesFolder, prefix: "/files" }))
  .get("/json", () => findItem(), { response: Item })
  .get("/shops/:shop/items/:item", ({ params, query }) => findOffer({ ...params, ...query }), {
    params: t.Object({ shop: t.String(), item: t.Integer() }),
    query: t.Object({
      limit: t.Integer({ minimum: 1, maximum: 100 }),
      maxPrice: t.Number({ minimum: 0 }),
      available: t.Boolean(),
    }),
    response: Offer,
  })
  .post("/people", ({ body }) => addPerson(body), { body: PersonIn, response: PersonOut })
  .listen({ port: 0, hostname: "127.0.0.1" })
console.log(`Listening on http://127.0.0.1:${app.server!.port}`)
