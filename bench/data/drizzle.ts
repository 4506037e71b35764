import Database from "better-sqlite3"
import { and, desc, eq, gt, sql } from "drizzle-orm"
import { drizzle } from "drizzle-orm/better-sqlite3"
import type { Program } from "./domain.ts"
import { postLikes, posts, schema, users } from "./drizzle-tables.ts"
import { settings } from "./raw.ts"

const immediate = { behavior: "immediate" } as const

export function open(file: string): Program {
  const driver = new Database(file)
  for (const setting of settings) driver.exec(setting)
  const db = drizzle(driver, { schema })
  const place = (name: string): ReturnType<typeof sql.placeholder> => sql.placeholder(name)
  const get = db
    .select()
    .from(posts)
    .where(eq(posts.id, place("id")))
    .prepare()
  const list = db
    .select()
    .from(posts)
    .innerJoin(users, eq(users.id, posts.authorId))
    .orderBy(desc(posts.createdAt), desc(posts.id))
    .limit(place("count"))
    .prepare()
  const hydrate = db
    .select()
    .from(posts)
    .where(gt(posts.id, place("after")))
    .orderBy(posts.id)
    .limit(place("count"))
    .prepare()
  const insert = db
    .insert(posts)
    .values({
      title: place("title"),
      body: place("body"),
      tags: place("tags"),
      createdAt: place("createdAt"),
      authorId: place("authorId"),
    })
    .prepare()
  const update = db
    .update(posts)
    .set({ title: sql`${place("title")}` })
    .where(eq(posts.id, place("id")))
    .prepare()
  const like = db
    .insert(postLikes)
    .values({ postId: place("postId"), userId: place("userId") })
    .onConflictDoNothing()
    .prepare()
  const unlike = db
    .delete(postLikes)
    .where(and(eq(postLikes.postId, place("postId")), eq(postLikes.userId, place("userId"))))
    .prepare()
  return {
    get: (id) => get.get({ id }),
    list: (count) => list.all({ count }).map((row) => ({ ...row.posts, author: row.users })),
    hydrate: (after, count) => hydrate.all({ after, count }),
    insert: (post) =>
      db.transaction(() => Number(insert.run({ ...post, createdAt: new Date() }).lastInsertRowid), immediate),
    update(id, title) {
      const post = get.get({ id })!
      return db.transaction(() => update.run({ id: post.id, title }), immediate)
    },
    toggle: (postId, userId, liked) => db.transaction(() => (liked ? like : unlike).run({ postId, userId }), immediate),
    idle: undefined,
    sql(text) {
      const statement = driver.prepare(text)
      return statement.reader ? statement.all() : [statement.run()]
    },
    close: () => driver.close(),
  }
}
