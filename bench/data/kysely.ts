import Database from "better-sqlite3"
import { CompiledQuery, type Generated, Kysely, type Selectable, SqliteDialect } from "kysely"
import type { Post, Program, User } from "./domain.ts"
import { settings } from "./raw.ts"

export interface Tables {
  users: { id: Generated<number>; name: string; email: string; created_at: string }
  posts: {
    id: Generated<number>
    title: string
    body: string
    tags: string
    created_at: string
    edited_at: string | null
    author_id: number
  }
  post_likes: { post_id: number; user_id: number }
}

// Kysely knows no values but those of the driver: dates and JSON are read by hand.
export function postFrom(row: Selectable<Tables["posts"]>): Post {
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    tags: JSON.parse(row.tags) as string[],
    createdAt: new Date(row.created_at),
    editedAt: row.edited_at === null ? null : new Date(row.edited_at),
    authorId: row.author_id,
  }
}

function userFrom(row: Selectable<Tables["users"]>): User {
  return { id: row.id, name: row.name, email: row.email, createdAt: new Date(row.created_at) }
}

export function open(file: string): Program {
  const driver = new Database(file)
  for (const setting of settings) driver.exec(setting)
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: driver }) })
  const get = async (id: number): Promise<Post> =>
    postFrom(await db.selectFrom("posts").selectAll().where("id", "=", id).executeTakeFirstOrThrow())
  return {
    get,
    async list(count) {
      const rows = await db
        .selectFrom("posts")
        .innerJoin("users", "users.id", "posts.author_id")
        .selectAll("posts")
        .select(["users.id as u_id", "users.name as u_name", "users.email as u_email", "users.created_at as u_created"])
        .orderBy("posts.created_at", "desc")
        .orderBy("posts.id", "desc")
        .limit(count)
        .execute()
      return rows.map((row) => ({
        ...postFrom(row),
        author: userFrom({ id: row.u_id, name: row.u_name, email: row.u_email, created_at: row.u_created }),
      }))
    },
    async hydrate(after, count) {
      const rows = await db.selectFrom("posts").selectAll().where("id", ">", after).orderBy("id").limit(count).execute()
      return rows.map(postFrom)
    },
    insert: ({ title, body, tags, authorId }) =>
      db.transaction().execute(async (transaction) => {
        const values = {
          title,
          body,
          tags: JSON.stringify(tags),
          created_at: new Date().toISOString(),
          edited_at: null,
          author_id: authorId,
        }
        const { insertId } = await transaction.insertInto("posts").values(values).executeTakeFirstOrThrow()
        return Number(insertId)
      }),
    async update(id, title) {
      const post = await get(id)
      return db
        .transaction()
        .execute((transaction) => transaction.updateTable("posts").set({ title }).where("id", "=", post.id).execute())
    },
    toggle: (postId, userId, liked) =>
      db.transaction().execute(async (transaction) => {
        if (liked) {
          await transaction
            .insertInto("post_likes")
            .values({ post_id: postId, user_id: userId })
            .onConflict((conflict) => conflict.doNothing())
            .execute()
        } else {
          await transaction
            .deleteFrom("post_likes")
            .where("post_id", "=", postId)
            .where("user_id", "=", userId)
            .execute()
        }
      }),
    idle: undefined,
    sql: async (text) => (await db.executeQuery(CompiledQuery.raw(text))).rows,
    close: () => db.destroy(),
  }
}
