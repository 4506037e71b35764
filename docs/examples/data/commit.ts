import { App, dependency, get, lifespan, post, returns } from "maru"
import { connect, migration } from "maru/data"
import { z } from "zod"

const start = migration(
  "0001_start.sql",
  `CREATE TABLE boxes (id INTEGER PRIMARY KEY) STRICT;
   CREATE TABLE things (box INTEGER REFERENCES boxes (id) DEFERRABLE INITIALLY DEFERRED) STRICT;`,
)
const database = connect("sqlite::memory:", { migrations: [start] })
const db = dependency(async function* () {
  await using session = database.session()
  yield session
  await session.commit()
})

const put = post("/things", { db }, returns(201, z.object({ box: z.int() })), async ({ db }) => {
  await db.sql`INSERT INTO things VALUES (7)`
  return { box: 7 }
})
const count = get("/things", { db }, returns(200, z.int()), async ({ db }) =>
  Number((await db.sql`SELECT count(*) AS n FROM things`)[0]!["n"]),
)

export const app = new App({ title: "Boxes", version: "1.0.0" }, [lifespan(database), put, count])
