// The database with Kysely.
import Database from "better-sqlite3"
import { type Generated, Kysely, SqliteDialect, sql } from "kysely"
import { type Tables as DataTables, postFrom } from "../data/kysely.ts"
import { settings } from "../data/raw.ts"
import { type Settings, databaseFile, hashToken, listLength, settingsQuery } from "./domain.ts"

interface Tables extends DataTables {
  login_sessions: { id: Generated<number>; token_hash: string; expires_at: string; user_id: number }
}

export interface User {
  readonly id: number
  readonly name: string
}

const driver = new Database(databaseFile)
for (const setting of settings) driver.exec(setting)
const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: driver }) })

/** The user of a login that has not ended. */
export function userOf(token: string): Promise<User | undefined> {
  return db
    .selectFrom("login_sessions")
    .innerJoin("users", "users.id", "login_sessions.user_id")
    .select(["users.id", "users.name"])
    .where("login_sessions.token_hash", "=", hashToken(token))
    .where("login_sessions.expires_at", ">", new Date().toISOString())
    .executeTakeFirst()
}

const withAuthor = db
  .selectFrom("posts")
  .innerJoin("users", "users.id", "posts.author_id")
  .selectAll("posts")
  .select("users.name as author_name")

function shown(row: Awaited<ReturnType<typeof withAuthor.executeTakeFirstOrThrow>>) {
  return { ...postFrom(row), author: { id: row.author_id, name: row.author_name } }
}

export async function read(id: number) {
  const row = await withAuthor.where("posts.id", "=", id).executeTakeFirst()
  return row && shown(row)
}

export async function list() {
  const rows = await withAuthor
    .orderBy("posts.created_at", "desc")
    .orderBy("posts.id", "desc")
    .limit(listLength)
    .execute()
  return rows.map(shown)
}

export function create({ title, body, tags }: { title: string; body: string; tags: string[] }, author: User) {
  const values = {
    title,
    body,
    tags: JSON.stringify(tags),
    created_at: new Date().toISOString(),
    edited_at: null,
    author_id: author.id,
  }
  return db.transaction().execute(async (transaction) => {
    const row = await transaction.insertInto("posts").values(values).returningAll().executeTakeFirstOrThrow()
    return postFrom(row)
  })
}

export async function settingsOf(): Promise<Settings | undefined> {
  const { rows } = await sql.raw<Settings>(settingsQuery).execute(db)
  return rows[0]
}
