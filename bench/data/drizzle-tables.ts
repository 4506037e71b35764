// The tables as Drizzle knows them.
import { relations } from "drizzle-orm"
import { customType, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core"

/** Dates as ISO 8601: Drizzle's own are seconds or milliseconds. */
export const isoDate = customType<{ data: Date; driverData: string }>({
  dataType: () => "text",
  fromDriver: (value) => new Date(value),
  toDriver: (value) => value.toISOString(),
})

export const users = sqliteTable("users", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  createdAt: isoDate("created_at").notNull(),
})

export const posts = sqliteTable("posts", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  title: text("title").notNull(),
  body: text("body").notNull(),
  tags: text("tags", { mode: "json" }).$type<string[]>().notNull(),
  createdAt: isoDate("created_at").notNull(),
  editedAt: isoDate("edited_at"),
  authorId: integer("author_id")
    .notNull()
    .references(() => users.id),
})

export const postLikes = sqliteTable(
  "post_likes",
  {
    postId: integer("post_id")
      .notNull()
      .references(() => posts.id, { onDelete: "cascade" }),
    userId: integer("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
  },
  (table) => [primaryKey({ columns: [table.postId, table.userId] })],
)

const postRelations = relations(posts, ({ one }) => ({
  author: one(users, { fields: [posts.authorId], references: [users.id] }),
}))

export const schema = { users, posts, postLikes, postRelations }
