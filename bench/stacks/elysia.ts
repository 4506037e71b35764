// Elysia on Bun with Drizzle on bun:sqlite.
import { Database } from "bun:sqlite"
import { drizzle } from "drizzle-orm/bun-sqlite"
import { Elysia, status, t } from "elysia"
import { settings } from "../data/raw.ts"
import { cookieName, databaseFile } from "./domain.ts"
import { openBoard } from "./drizzle.ts"

const driver = new Database(databaseFile)
for (const setting of settings) driver.run(setting)
const board = openBoard(drizzle({ client: driver }))

const post = {
  title: t.String({ minLength: 1, maxLength: 200 }),
  body: t.String({ minLength: 1, maxLength: 20_000 }),
  tags: t.Array(t.String(), { maxItems: 10 }),
}
const PostIn = t.Object(post)
const Author = t.Object({ id: t.Integer(), name: t.String() })
const PostOut = t.Object({ id: t.Integer(), ...post, createdAt: t.Date(), author: Author })
const Created = t.Object({ id: t.Integer(), ...post, authorId: t.Integer() })

const loggedIn = new Elysia()
  .resolve(({ cookie }) => {
    const token = cookie[cookieName]?.value
    const user = typeof token === "string" ? board.userOf(token) : undefined
    return user ? { user } : status(401, "Log in first.")
  })
  .get("/posts/:id", ({ params }) => board.read(params.id) ?? status(404, "There is no such post."), {
    params: t.Object({ id: t.Integer() }),
    response: { 200: PostOut, 404: t.String() },
  })
  .post("/posts", ({ body, user }) => status(201, board.create(body, user)), {
    body: PostIn,
    response: { 201: Created },
  })

const app = new Elysia()
  .use(loggedIn)
  .get("/posts", () => board.list(), { response: t.Array(PostOut) })
  .get("/settings", () => board.settings())
  .listen({ port: 0, hostname: "127.0.0.1" })
console.log(`Listening on http://127.0.0.1:${app.server!.port}`)
