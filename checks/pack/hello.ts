// Runs in an empty project that has nothing but the packed framework and zod; see checks/pack.ts.
import {
  App,
  NotFound,
  body,
  dependency,
  docs,
  fail,
  get,
  lifespan,
  path,
  post,
  query,
  raises,
  returns,
  router,
} from "maru"
import { connect, migration, model, primaryKey, schemaSql } from "maru/data"
import { hashPassword, verifyPassword } from "maru/security"
import { serve } from "maru/server"
import { client } from "maru/testing"
import { z } from "zod"

class Note extends model("notes", { id: primaryKey(), text: z.string().min(1) }) {}

const database = connect(`sqlite:${process.argv[2]}`, { migrations: [migration("0001_notes.sql", schemaSql([Note]))] })
const db = dependency(async function* () {
  await using session = database.session()
  yield session
  await session.commit()
})
const NoteOut = z.object({ id: z.int(), text: z.string() })

const list = get("/", { times: query(z.int().default(1)), db }, returns(200, z.array(NoteOut)), ({ times, db }) =>
  db.query(Note).limit(times).all(),
)
const read = get(
  "/:id",
  { id: path(z.int()), db },
  returns(200, NoteOut),
  raises(404, NotFound),
  async ({ id, db }) => (await db.get(Note, id)) ?? fail(NotFound),
)
const create = post(
  "/",
  { input: body(Note.insert.pick({ text: true })), db },
  returns(201, NoteOut),
  ({ input, db }) => db.add(new Note(input)),
)

const app = new App({ title: "Notes", version: "1.0.0" }, [
  lifespan(database),
  docs(),
  router("/notes", { list, read, create }),
])

const server = await serve(app, { port: 0 })
const json = { "content-type": "application/json" }
const ask = async (path: string, init?: RequestInit): Promise<string> => {
  const response = await fetch(new URL(path, server.url), init)
  return `${response.status} ${await response.text()}`
}
console.log(await ask("/notes", { method: "POST", headers: json, body: `{"text":"kept","extra":true}` }))
console.log(await ask("/notes?times=3"))
console.log((await ask("/notes?times=three")).slice(0, 3))

for (const page of ["/docs", "/reference"]) {
  const html = await ask(page)
  const files = [...html.matchAll(/(?:src|href)="(?!data:)([^"#]+)"/g)].map(
    (match) => new URL(match[1]!, `${server.url}${page}`),
  )
  const answers = await Promise.all(files.map((file) => ask(file.href)))
  const good =
    files.length > 0 &&
    files.every((file) => file.origin === server.url) &&
    answers.every((text) => /^200 ./.test(text))
  console.log(page, html.slice(0, 3), good)
}
await server.close()

console.log(await verifyPassword("secret", await hashPassword("secret")))
const other = client(
  new App({ title: "Small", version: "1.0.0" }, [get("/", {}, returns(200, z.string()), () => "here")]),
)
console.log(await (await other.get("/")).text())
