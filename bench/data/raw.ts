// SQLite by hand, written for speed: the limit that the other programs are compared with.
import type { Post, PostWithAuthor, Program, User } from "./domain.ts"

const post = "p.id, p.title, p.body, p.tags, p.created_at, p.edited_at, p.author_id"

const statements = {
  get: `SELECT ${post} FROM posts AS p WHERE p.id = ?`,
  list: `SELECT ${post}, u.id, u.name, u.email, u.created_at FROM posts AS p JOIN users AS u ON u.id = p.author_id ORDER BY p.created_at DESC, p.id DESC LIMIT CAST(? AS INTEGER)`,
  hydrate: `SELECT ${post} FROM posts AS p WHERE p.id > ? ORDER BY p.id LIMIT CAST(? AS INTEGER)`,
  insert: "INSERT INTO posts (title, body, tags, created_at, edited_at, author_id) VALUES (?, ?, ?, ?, NULL, ?)",
  update: "UPDATE posts SET title = ? WHERE id = ?",
  like: "INSERT INTO post_likes (post_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
  unlike: "DELETE FROM post_likes WHERE post_id = ? AND user_id = ?",
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  rollback: "ROLLBACK",
} as const

/** Makes every commit durable, as all programs do. */
export const settings: readonly string[] = [
  "PRAGMA journal_mode = WAL",
  "PRAGMA synchronous = FULL",
  "PRAGMA foreign_keys = ON",
]

export type Values = readonly any[]

/** A driver, as far as it is needed here: each function prepares a statement once and returns what runs it. */
export interface Driver {
  row(sql: string): (key: number) => Values
  rows(sql: string): (...values: (string | number)[]) => Values[]
  run(sql: string): (...values: (string | number)[]) => { readonly lastInsertRowid: number | bigint }
  sql(text: string): readonly unknown[]
  close(): unknown
}

export function rawProgram(driver: Driver): Program {
  const get = driver.row(statements.get)
  const list = driver.rows(statements.list)
  const hydrate = driver.rows(statements.hydrate)
  const insert = driver.run(statements.insert)
  const update = driver.run(statements.update)
  const like = driver.run(statements.like)
  const unlike = driver.run(statements.unlike)
  const transaction = transactions(driver)
  return {
    get: (id) => postFrom(get(id)),
    list: (count) => list(count).map(postWithAuthorFrom),
    hydrate: (after, count) => hydrate(after, count).map(postFrom),
    insert: ({ title, body, tags, authorId }) =>
      transaction(() =>
        Number(insert(title, body, JSON.stringify(tags), new Date().toISOString(), authorId).lastInsertRowid),
      ),
    update(id, title) {
      const post = { ...postFrom(get(id)), title }
      return transaction(() => update(post.title, post.id))
    },
    toggle: (postId, userId, liked) => transaction(() => (liked ? like : unlike)(postId, userId)),
    idle: undefined,
    sql: (text) => driver.sql(text),
    close: () => driver.close(),
  }
}

/** What runs work in a transaction that begins as a writer. */
export function transactions(driver: Driver): <T>(work: () => T) => T {
  const begin = driver.run(statements.begin)
  const commit = driver.run(statements.commit)
  const rollback = driver.run(statements.rollback)
  return (work) => {
    begin()
    try {
      const result = work()
      commit()
      return result
    } catch (error) {
      rollback()
      throw error
    }
  }
}

function postFrom(row: Values): Post {
  return {
    id: row[0],
    title: row[1],
    body: row[2],
    tags: JSON.parse(row[3]) as string[],
    createdAt: new Date(row[4]),
    editedAt: row[5] === null ? null : new Date(row[5]),
    authorId: row[6],
  }
}

function postWithAuthorFrom(row: Values): PostWithAuthor {
  return {
    id: row[0],
    title: row[1],
    body: row[2],
    tags: JSON.parse(row[3]) as string[],
    createdAt: new Date(row[4]),
    editedAt: row[5] === null ? null : new Date(row[5]),
    authorId: row[6],
    author: userFrom(row),
  }
}

function userFrom(row: Values): User {
  return { id: row[7], name: row[8], email: row[9], createdAt: new Date(row[10]) }
}
