import { MikroORM, Type, defineEntity, p } from "@mikro-orm/sqlite"
import type { Program } from "./domain.ts"
import { settings } from "./raw.ts"

/** Dates as ISO 8601: MikroORM's own are milliseconds. */
class IsoDate extends Type<Date, string> {
  override convertToDatabaseValue(value: Date | string): string {
    return value instanceof Date ? value.toISOString() : value
  }
  override convertToJSValue(value: Date | string): Date {
    return value instanceof Date ? value : new Date(value)
  }
  override getColumnType(): string {
    return "text"
  }
  override compareAsType(): string {
    return "string"
  }
}

const User = defineEntity({
  name: "User",
  tableName: "users",
  properties: {
    id: p.integer().primary().autoincrement(),
    name: p.text(),
    email: p.text().unique(),
    createdAt: p.type(IsoDate).$type<Date>(),
  },
})

const Post = defineEntity({
  name: "Post",
  tableName: "posts",
  properties: {
    id: p.integer().primary().autoincrement(),
    title: p.text(),
    body: p.text(),
    tags: p.json<readonly string[]>(),
    createdAt: p
      .type(IsoDate)
      .$type<Date>()
      .onCreate(() => new Date()),
    editedAt: p.type(IsoDate).$type<Date>().nullable(),
    author: () => p.manyToOne(User),
    likedBy: () => p.manyToMany(User).pivotTable("post_likes").joinColumn("post_id").inverseJoinColumn("user_id"),
  },
})

export async function open(file: string): Promise<Program> {
  const orm = await MikroORM.init({ dbName: file, entities: [User, Post] })
  const connection = orm.em.getConnection()
  for (const setting of settings) await connection.execute(setting)
  return {
    get: (id) => orm.em.fork().findOne(Post, id),
    list: (count) =>
      orm.em.fork().findAll(Post, { populate: ["author"], orderBy: { createdAt: "desc", id: "desc" }, limit: count }),
    hydrate: (after, count) =>
      orm.em.fork().find(Post, { id: { $gt: after } }, { orderBy: { id: "asc" }, limit: count }),
    async insert({ title, body, tags, authorId }) {
      const em = orm.em.fork()
      const post = em.create(Post, { title, body, tags, author: authorId })
      await em.flush()
      return post.id
    },
    async update(id, title) {
      const em = orm.em.fork()
      const post = await em.findOneOrFail(Post, id)
      post.title = title
      await em.flush()
    },
    async toggle(postId, userId, liked) {
      const em = orm.em.fork()
      const post = await em.findOneOrFail(Post, postId, { populate: ["likedBy"] })
      const user = await em.findOneOrFail(User, userId)
      if (liked) post.likedBy.add(user)
      else post.likedBy.remove(user)
      await em.flush()
    },
    async idle(after, count) {
      const em = orm.em.fork()
      await em.find(Post, { id: { $gt: after } }, { orderBy: { id: "asc" }, limit: count })
      return () => em.flush()
    },
    sql: (text) => connection.execute(text),
    close: () => orm.close(),
  }
}
