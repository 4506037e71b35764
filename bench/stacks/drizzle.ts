// The database with Drizzle, whichever driver it has; statements are prepared once.
import { and, desc, eq, gt, sql } from "drizzle-orm"
import { type BaseSQLiteDatabase, integer, sqliteTable, text } from "drizzle-orm/sqlite-core"
import { isoDate, posts, users } from "../data/drizzle-tables.ts"
import { type Settings, hashToken, listLength } from "./domain.ts"

const loginSessions = sqliteTable("login_sessions", {
  id: integer("id").primaryKey({ autoIncrement: true }),
  tokenHash: text("token_hash").notNull().unique(),
  expiresAt: isoDate("expires_at").notNull(),
  userId: integer("user_id")
    .notNull()
    .references(() => users.id),
})

export interface User {
  readonly id: number
  readonly name: string
}

export interface PostIn {
  readonly title: string
  readonly body: string
  readonly tags: string[]
}

/** What the endpoints ask of the database. */
// oxlint-disable-next-line typescript/no-explicit-any
export function openBoard(db: BaseSQLiteDatabase<"sync", any>) {
  const place = (name: string): ReturnType<typeof sql.placeholder> => sql.placeholder(name)
  const shown = {
    id: posts.id,
    title: posts.title,
    body: posts.body,
    tags: posts.tags,
    createdAt: posts.createdAt,
    author: { id: users.id, name: users.name },
  }
  const login = db
    .select({ id: users.id, name: users.name })
    .from(loginSessions)
    .innerJoin(users, eq(users.id, loginSessions.userId))
    .where(and(eq(loginSessions.tokenHash, place("hash")), gt(loginSessions.expiresAt, place("now"))))
    .prepare()
  const read = db
    .select(shown)
    .from(posts)
    .innerJoin(users, eq(users.id, posts.authorId))
    .where(eq(posts.id, place("id")))
    .prepare()
  const list = db
    .select(shown)
    .from(posts)
    .innerJoin(users, eq(users.id, posts.authorId))
    .orderBy(desc(posts.createdAt), desc(posts.id))
    .limit(listLength)
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
    .returning({ id: posts.id })
    .prepare()
  // Text of one's own comes as an object from one driver and as a list from the other.
  const settings = db
    .select({
      journal: sql<string>`journal_mode`,
      synchronous: sql<number>`synchronous`,
      foreignKeys: sql<number>`foreign_keys`,
    })
    .from(sql`pragma_journal_mode, pragma_synchronous, pragma_foreign_keys`)
    .prepare()
  return {
    userOf: (token: string): User | undefined => login.get({ hash: hashToken(token), now: new Date().toISOString() }),
    read: (id: number) => read.get({ id }),
    list: () => list.all(),
    settings: (): Settings | undefined => settings.get(),
    create: ({ title, body, tags }: PostIn, author: User) =>
      db.transaction(
        () => {
          const { id } = insert.get({ title, body, tags, createdAt: new Date(), authorId: author.id })
          return { id, title, body, tags, authorId: author.id }
        },
        { behavior: "immediate" },
      ),
  }
}
