// Maru with its own data layer, on Bun and on Node alike.
import {
  App,
  Unauthorized,
  body,
  dependency,
  fail,
  get,
  lifespan,
  path,
  post,
  raises,
  returns,
  router,
  signal,
} from "maru"
import { belongsTo, connect, hidden, model, primaryKey, unique } from "maru/data"
import { apiKey } from "maru/security"
import { serve } from "maru/server"
import { z } from "zod"
import { Post, User } from "../data/maru.ts"
import { cookieName, databaseFile, hashToken, listLength } from "./domain.ts"

class LoginSession extends model("login_sessions", {
  id: primaryKey(),
  tokenHash: hidden(unique(z.string())),
  expiresAt: z.date(),
  get user() {
    return belongsTo(User)
  },
}) {}

const database = connect(`sqlite:${databaseFile}`)

const db = dependency({ signal }, async function* ({ signal }) {
  await using session = database.session({ signal })
  yield session
  await session.commit()
})

const currentUser = dependency(
  { db, token: apiKey("cookie", cookieName, { name: "login" }) },
  async ({ db, token }) => {
    const login = await db
      .query(LoginSession)
      .where({ tokenHash: hashToken(token), expiresAt: { gt: new Date() } })
      .with({ user: true })
      .first()
    return login?.user ?? fail(Unauthorized, "Log in first.")
  },
  { name: "currentUser", raises: raises(401, Unauthorized) },
)

const PostIn = z.object({
  title: z.string().min(1).max(200),
  body: z.string().min(1).max(20_000),
  tags: z.array(z.string()).max(10),
})
const Author = z.object({ id: z.int(), name: z.string() })
const PostOut = z.object({ id: z.int(), ...PostIn.shape, createdAt: z.date(), author: Author })
const Created = z.object({ id: z.int(), ...PostIn.shape, authorId: z.int() })

class PostNotFound extends Error {}

const Settings = z.object({ journal: z.string(), synchronous: z.int(), foreignKeys: z.int() })

const endpoints = {
  list: get("/posts", { db }, returns(200, z.array(PostOut)), ({ db }) =>
    db.query(Post).with({ author: true }).orderBy("createdAt", "desc").limit(listLength).all(),
  ),
  settings: get("/settings", { db }, returns(200, Settings), async ({ db }) => {
    // Behind a statement that writes, the session has the connection that writes.
    await db.sql`DELETE FROM login_sessions WHERE id = 0`
    const [settings] = await db.sql<z.infer<typeof Settings>>`
      SELECT journal_mode AS journal, synchronous, foreign_keys AS "foreignKeys"
      FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys`
    return settings!
  }),
  read: get(
    "/posts/:id",
    { id: path(z.int()), user: currentUser, db },
    returns(200, PostOut),
    raises(404, PostNotFound),
    async ({ id, db }) => {
      const found = await db.get(Post, id, { with: { author: true } })
      if (!found) throw new PostNotFound(`There is no post ${id}.`)
      return found
    },
  ),
  create: post(
    "/posts",
    { input: body(PostIn), author: currentUser, db },
    returns(201, Created),
    ({ input, author, db }) => db.add(new Post({ ...input, author })),
  ),
}

const app = new App({ title: "Benchmark", version: "1.0.0" }, [lifespan(database), router("/", endpoints)])
const server = await serve(app, { port: 0 })
console.log(`Listening on ${server.url}`)
