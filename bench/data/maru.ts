import { belongsTo, connect, index, manyToMany, model, primaryKey, timestamp, unique } from "maru/data"
import { z } from "zod"
import type { Program } from "./domain.ts"

export class User extends model("users", {
  id: primaryKey(),
  name: z.string().min(1).max(50),
  email: unique(z.email()),
  createdAt: timestamp(),
}) {}

export class Post extends model("posts", {
  id: primaryKey(),
  title: z.string().min(1).max(200),
  body: z.string(),
  tags: z.array(z.string()),
  createdAt: index(timestamp()),
  editedAt: z.date().nullable().default(null),
  get author() {
    return belongsTo(User)
  },
  get likedBy() {
    return manyToMany(User, { through: "post_likes" })
  },
}) {}

/** @param place file of SQLite, or URL of PostgreSQL */
export async function open(place: string): Promise<Program> {
  const database = connect(place.includes("://") ? place : `sqlite:${place}`)
  await database.start()
  // Who writes a post is known before, as the current user of a request is.
  const users = await database.session().query(User).orderBy("id").all()
  return {
    async get(id) {
      await using session = database.session()
      return session.get(Post, id)
    },
    async list(count) {
      await using session = database.session()
      return session.query(Post).orderBy("createdAt", "desc").limit(count).with({ author: true }).all()
    },
    async hydrate(after, count) {
      await using session = database.session()
      return session
        .query(Post)
        .where({ id: { gt: after } })
        .orderBy("id")
        .limit(count)
        .all()
    },
    async insert({ title, body, tags, authorId }) {
      await using session = database.session()
      const post = session.add(new Post({ title, body, tags: [...tags], author: users[authorId - 1]! }))
      await session.commit()
      return post.id
    },
    async update(id, title) {
      await using session = database.session()
      const post = await session.get(Post, id)
      post!.title = title
      await session.commit()
    },
    async toggle(postId, userId, liked) {
      await using session = database.session()
      const post = await session.get(Post, postId)
      const user = await session.get(User, userId)
      if (liked) session.link(post!, "likedBy", user!)
      else session.unlink(post!, "likedBy", user!)
      await session.commit()
    },
    async idle(after, count) {
      const session = database.session()
      await session
        .query(Post)
        .where({ id: { gt: after } })
        .orderBy("id")
        .limit(count)
        .all()
      return () => session.commit()
    },
    async sql(text) {
      await using session = database.session()
      const rows = await session.sql(Object.assign([text], { raw: [text] }))
      await session.commit()
      return rows
    },
    close: () => database.close(),
  }
}
