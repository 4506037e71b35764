// Fastify with its schema compilers and the TypeBox type provider (https://fastify.dev/docs/latest/Reference/Type-Providers).
import fastifyStatic from "@fastify/static"
import { Type, type TypeBoxTypeProvider } from "@fastify/type-provider-typebox"
import Fastify from "fastify"
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
import { filesFolder } from "./files.ts"

const Item = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  price: Type.Number(),
  inStock: Type.Boolean(),
  tags: Type.Array(Type.String()),
})

const Offer = Type.Object({
  shop: Type.String(),
  item: Type.Integer(),
  limit: Type.Integer(),
  maxPrice: Type.Number(),
  available: Type.Boolean(),
})

const person = {
  name: Type.String({ minLength: 1, maxLength: 50 }),
  email: Type.String({ pattern: emailPattern.source }),
  age: Type.Integer({ minimum: 0, maximum: 150 }),
  active: Type.Boolean(),
  role: Type.Enum(["admin", "editor", "reader"]),
  score: Type.Number(),
  tags: Type.Array(Type.String(), { maxItems: 10 }),
  address: Type.Object({
    street: Type.String({ minLength: 1, maxLength: 100 }),
    city: Type.String({ minLength: 1, maxLength: 50 }),
    zip: Type.String({ pattern: zipPattern.source }),
  }),
}
const PersonIn = Type.Object(person)
const PersonOut = Type.Object({ id: Type.Integer(), ...person })

const OfferPath = Type.Object({ shop: Type.String(), item: Type.Integer() })
const OfferQuery = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 100 }),
  maxPrice: Type.Number({ minimum: 0 }),
  available: Type.Boolean(),
})

const app = Fastify().withTypeProvider<TypeBoxTypeProvider>()
app.get("/json", { schema: { response: { 200: Item } } }, async () => findItem())
app.get(
  "/shops/:shop/items/:item",
  { schema: { params: OfferPath, querystring: OfferQuery, response: { 200: Offer } } },
  async (request) => findOffer({ ...request.params, ...request.query }),
)
app.post("/people", { schema: { body: PersonIn, response: { 200: PersonOut } } }, async (request) =>
  addPerson(request.body),
)

const Report = Type.Object({ member: Type.String(), rights: Type.Array(Type.String()), open: Type.Boolean() })
const Topic = Type.Object({ route: Type.Integer(), id: Type.String() })

// Fastify gives values on by decorated requests and hooks (https://fastify.dev/docs/latest/Reference/Decorators).
declare module "fastify" {
  interface FastifyRequest {
    line: Line
    work: Work
    member: Member
    rights: readonly string[]
  }
}
await app.register(async (reports) => {
  for (const name of ["line", "work", "member", "rights"] as const) reports.decorateRequest(name)
  reports.addHook("preHandler", async (request) => void (request.line = openLine()))
  reports.addHook("preHandler", async (request) => void (request.work = beginWork(request.line)))
  reports.addHook("preHandler", async (request) => void (request.member = findMember(request.work)))
  reports.addHook("preHandler", async (request) => void (request.rights = rightsOf(request.member)))
  reports.addHook("onSend", async (request) => endWork(request.work))
  reports.addHook("onSend", async (request) => closeLine(request.line))
  reports.get("/report", { schema: { response: { 200: Report } } }, async (request) =>
    reportFor(request.member, request.rights),
  )
})
await app.register(async (layered) => {
  for (const name of layerNames) {
    layered.addHook("onSend", async (_, reply) => void reply.header(name, "1"))
  }
  layered.get("/layers", { schema: { response: { 200: Item } } }, async () => findItem())
})
await app.register(fastifyStatic, { root: filesFolder, prefix: "/files/" })
for (const { number, path } of plainRoutes) {
  app.get(path, { schema: { response: { 200: Topic } } }, async () => findTopic(number, ""))
}
for (const { number, start, end } of openRoutes) {
  app.get(
    `${start}/:id/${end}`,
    { schema: { params: Type.Object({ id: Type.String() }), response: { 200: Topic } } },
    async (request) => findTopic(number, request.params.id),
  )
}
await app.listen({ port: 0, host: "127.0.0.1" })
const address = app.server.address()
if (address !== null && typeof address === "object") console.log(`Listening on http://127.0.0.1:${address.port}`)
