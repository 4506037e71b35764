// Hono with its Zod validator and Kysely. Hono has no response models: what leaves is parsed by the schema of it.
import { zValidator } from "@hono/zod-validator"
import { Hono } from "hono"
import { getCookie } from "hono/cookie"
import { createMiddleware } from "hono/factory"
import { HTTPException } from "hono/http-exception"
import { z } from "zod"
import { cookieName } from "./domain.ts"
import { type User, create, list, read, settingsOf, userOf } from "./kysely.ts"

const Key = z.object({ id: z.coerce.number().int() })
const PostIn = z.object({
  title: z.string().min(1).max(200),
  body: z.string().min(1).max(20_000),
  tags: z.array(z.string()).max(10),
})
const Author = z.object({ id: z.int(), name: z.string() })
const PostOut = z.object({ id: z.int(), ...PostIn.shape, createdAt: z.date(), author: Author })
const Posts = z.array(PostOut)
const Created = z.object({ id: z.int(), ...PostIn.shape, authorId: z.int() })

const loggedIn = createMiddleware<{ Variables: { user: User } }>(async (c, next) => {
  const token = getCookie(c, cookieName)
  const user = token === undefined ? undefined : await userOf(token)
  if (!user) throw new HTTPException(401, { message: "Log in first." })
  c.set("user", user)
  await next()
})

export const app: Hono = new Hono()
app.get("/posts", async (c) => c.json(Posts.parse(await list())))
app.get("/settings", async (c) => c.json(await settingsOf()))
app.get("/posts/:id", loggedIn, zValidator("param", Key), async (c) => {
  const post = await read(c.req.valid("param").id)
  if (!post) throw new HTTPException(404, { message: "There is no such post." })
  return c.json(PostOut.parse(post))
})
app.post("/posts", loggedIn, zValidator("json", PostIn), async (c) =>
  c.json(Created.parse(await create(c.req.valid("json"), c.get("user"))), 201),
)
