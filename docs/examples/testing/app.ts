import { App, NotFound, body, cookie, dependency, fail, get, path, post, put, query, returns, router } from "maru"
import { connect, model, primaryKey } from "maru/data"
import { bearer } from "maru/security"
import { z } from "zod"

export class Note extends model("notes", {
  id: primaryKey(),
  text: z.string().min(1).max(200),
  author: z.string(),
}) {}

// #region database
export const migrations = new URL("./migrations/", import.meta.url)

export const database = dependency(
  async function* () {
    const database = connect(process.env["DATABASE_URL"] ?? "sqlite:./data/notes.db", { migrations })
    await database.start()
    yield database
    await database.close()
  },
  { scope: "app", name: "database" },
)

const db = dependency({ database }, async function* ({ database }) {
  await using session = database.session()
  yield session
  await session.commit()
})
// #endregion database

// #region app
export const currentUser = dependency({ token: bearer() }, ({ token }) => ({ name: `user of ${token}` }))

const create = post(
  "/",
  { input: body(Note.insert.pick({ text: true })), user: currentUser, db },
  returns(201, Note.public),
  ({ db, user, input }) => db.add(new Note({ ...input, author: user.name })),
)

const list = get(
  "/",
  { tag: query(z.array(z.string()).default([])), db },
  returns(200, z.array(Note.public)),
  ({ db }) => db.query(Note).orderBy("id").all(),
)

const author = get("/:id/author", { id: path(z.int()), db }, returns(200, z.string()), async ({ db, id }) => {
  const note = await db.get(Note, id)
  return note?.author ?? fail(NotFound)
})
// #endregion app

// #region cookies
const named = returns(204)
const sayName = put("/name", { input: body(z.string()) }, named, ({ input }) => named({ cookies: { name: input } }))
const askName = get(
  "/name",
  { name: cookie(z.string().default("stranger")) },
  returns(200, z.string()),
  ({ name }) => name,
)
// #endregion cookies

export const app = new App({ title: "Notes", version: "1.0.0" }, [
  router("/notes", { create, list, author }),
  router("", { sayName, askName }),
])
