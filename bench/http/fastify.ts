// Fastify with its schema compilers and the TypeBox type provider (https://fastify.dev/docs/latest/Reference/Type-Providers).
import { Type, type TypeBoxTypeProvider } from "@fastify/type-provider-typebox"
import Fastify from "fastify"
import { addPerson, emailPattern, findItem, findOffer, zipPattern } from "./domain.ts"

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
await app.listen({ port: 0, host: "127.0.0.1" })
const address = app.server.address()
if (address !== null && typeof address === "object") console.log(`Listening on http://127.0.0.1:${address.port}`)
