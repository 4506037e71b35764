// Fastify with the TypeBox type provider, its cookies, and Drizzle on better-sqlite3.
import cookie from "@fastify/cookie"
import { Type, type TypeBoxTypeProvider } from "@fastify/type-provider-typebox"
import Database from "better-sqlite3"
import { drizzle } from "drizzle-orm/better-sqlite3"
import Fastify, { type FastifyReply, type FastifyRequest } from "fastify"
import { settings } from "../data/raw.ts"
import { cookieName, databaseFile } from "./domain.ts"
import { type User, openBoard } from "./drizzle.ts"

const driver = new Database(databaseFile)
for (const setting of settings) driver.exec(setting)
const board = openBoard(drizzle(driver))

const post = {
  title: Type.String({ minLength: 1, maxLength: 200 }),
  body: Type.String({ minLength: 1, maxLength: 20_000 }),
  tags: Type.Array(Type.String(), { maxItems: 10 }),
}
const PostIn = Type.Object(post)
const Author = Type.Object({ id: Type.Integer(), name: Type.String() })
const PostOut = Type.Object({
  id: Type.Integer(),
  ...post,
  createdAt: Type.Unsafe<Date>({ type: "string", format: "date-time" }),
  author: Author,
})
const Created = Type.Object({ id: Type.Integer(), ...post, authorId: Type.Integer() })
const Problem = Type.Object({ title: Type.String() })

declare module "fastify" {
  interface FastifyRequest {
    user: User
  }
}

async function loggedIn(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const token = request.cookies[cookieName]
  const user = token === undefined ? undefined : board.userOf(token)
  if (!user) return reply.code(401).send({ title: "Unauthorized" })
  request.user = user
  return undefined
}

// Without it Fastify would turn a number in a body into text, which the others refuse.
const app = Fastify({ ajv: { customOptions: { coerceTypes: false } } }).withTypeProvider<TypeBoxTypeProvider>()
await app.register(cookie)
app.decorateRequest("user", null as unknown as User)
app.get("/posts", { schema: { response: { 200: Type.Array(PostOut) } } }, async () => board.list())
app.get("/settings", async () => board.settings())
app.get(
  "/posts/:id",
  {
    onRequest: loggedIn,
    schema: {
      params: Type.Object({ id: Type.String({ pattern: "^[0-9]+$" }) }),
      response: { 200: PostOut, 404: Problem },
    },
  },
  async (request, reply) => board.read(Number(request.params.id)) ?? reply.code(404).send({ title: "Not Found" }),
)
app.post(
  "/posts",
  { onRequest: loggedIn, schema: { body: PostIn, response: { 201: Created } } },
  async (request, reply) => reply.code(201).send(board.create(request.body, request.user)),
)
console.log(`Listening on ${await app.listen({ port: 0, host: "127.0.0.1" })}`)
