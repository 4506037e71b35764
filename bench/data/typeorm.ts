import { DataSource, EntitySchema, type FindOptionsWhere, MoreThan, type ValueTransformer } from "typeorm"
import Database from "better-sqlite3"
import type { Post, Program, User } from "./domain.ts"
import { settings } from "./raw.ts"

interface PostEntity extends Post {
  author: User
  likedBy: User[]
}

/** Dates as ISO 8601: TypeORM's own have no time zone. */
const isoDate: ValueTransformer = {
  from: (stored: string | null) => (stored === null ? null : new Date(stored)),
  to: (value: Date | null) => (value instanceof Date ? value.toISOString() : value),
}

const users = new EntitySchema<User>({
  name: "User",
  tableName: "users",
  columns: {
    id: { type: "integer", primary: true, generated: "increment" },
    name: { type: "text" },
    email: { type: "text", unique: true },
    createdAt: { type: "text", name: "created_at", transformer: isoDate },
  },
})

const posts = new EntitySchema<PostEntity>({
  name: "Post",
  tableName: "posts",
  columns: {
    id: { type: "integer", primary: true, generated: "increment" },
    title: { type: "text" },
    body: { type: "text" },
    tags: { type: "simple-json" },
    createdAt: { type: "text", name: "created_at", transformer: isoDate },
    editedAt: { type: "text", name: "edited_at", nullable: true, transformer: isoDate },
    authorId: { type: "integer", name: "author_id" },
  },
  relations: {
    author: { type: "many-to-one", target: "User", joinColumn: { name: "author_id" } },
    likedBy: {
      type: "many-to-many",
      target: "User",
      joinTable: {
        name: "post_likes",
        joinColumn: { name: "post_id" },
        inverseJoinColumn: { name: "user_id" },
      },
    },
  },
})

export async function open(file: string): Promise<Program> {
  const source = await new DataSource({
    type: "better-sqlite3",
    driver: Database,
    database: file,
    entities: [users, posts],
    enableWAL: true,
  }).initialize()
  for (const setting of settings) await source.query(setting)
  const { manager } = source
  return {
    get: (id) => manager.findOneBy(posts, { id }),
    list: (count) =>
      manager.find(posts, { relations: { author: true }, order: { createdAt: "desc", id: "desc" }, take: count }),
    hydrate: (after, count) =>
      manager.find(posts, {
        where: { id: MoreThan(after) } as FindOptionsWhere<PostEntity>,
        order: { id: "asc" },
        take: count,
      }),
    insert: (post) =>
      manager.transaction(async (transaction) => {
        const { identifiers } = await transaction.insert(posts, {
          ...post,
          tags: [...post.tags],
          createdAt: new Date(),
        })
        return identifiers[0]!["id"] as number
      }),
    update: (id, title) =>
      manager.transaction(async (transaction) => {
        const post = (await transaction.findOneBy(posts, { id }))!
        await transaction.save(posts, Object.assign(post, { title }))
      }),
    toggle: (postId, userId, liked) =>
      manager.transaction(async (transaction) => {
        const likedBy = transaction.createQueryBuilder().relation(posts, "likedBy").of(postId)
        await (liked ? likedBy.add(userId) : likedBy.remove(userId))
      }),
    idle: undefined,
    sql: (text) => source.query(text),
    close: () => source.destroy(),
  }
}
