import { Client } from "pg"
import type { Post, PostWithAuthor, Program } from "../domain.ts"

// PostgreSQL by hand, written for speed: statements that are prepared by name, rows as arrays.

const post = "p.id, p.title, p.body, p.tags, p.created_at, p.edited_at, p.author_id"

const statements = {
  get: `SELECT ${post} FROM posts AS p WHERE p.id = $1`,
  list: `SELECT ${post}, u.id, u.name, u.email, u.created_at FROM posts AS p JOIN users AS u ON u.id = p.author_id ORDER BY p.created_at DESC, p.id DESC LIMIT $1`,
  hydrate: `SELECT ${post} FROM posts AS p WHERE p.id > $1 ORDER BY p.id LIMIT $2`,
  insert:
    "INSERT INTO posts (title, body, tags, created_at, edited_at, author_id) VALUES ($1, $2, $3, $4, NULL, $5) RETURNING id",
  update: "UPDATE posts SET title = $1 WHERE id = $2",
  like: "INSERT INTO post_likes (post_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
  unlike: "DELETE FROM post_likes WHERE post_id = $1 AND user_id = $2",
} as const

type Values = readonly any[]

export async function open(url: string): Promise<Program> {
  const client = new Client(url)
  await client.connect()
  const run = async (name: keyof typeof statements, values: unknown[]): Promise<Values[]> =>
    (await client.query({ name, text: statements[name], values, rowMode: "array" })).rows
  const transaction = async <T>(work: () => Promise<T>): Promise<T> => {
    await client.query("BEGIN")
    try {
      const result = await work()
      await client.query("COMMIT")
      return result
    } catch (error) {
      await client.query("ROLLBACK")
      throw error
    }
  }
  return {
    get: async (id) => postFrom((await run("get", [id]))[0]!),
    list: async (count) => (await run("list", [count])).map(postWithAuthorFrom),
    hydrate: async (after, count) => (await run("hydrate", [after, count])).map(postFrom),
    insert: ({ title, body, tags, authorId }) =>
      transaction(async () => {
        const [row] = await run("insert", [title, body, JSON.stringify(tags), new Date(), authorId])
        return row![0] as number
      }),
    async update(id, title) {
      const post = { ...postFrom((await run("get", [id]))[0]!), title }
      await transaction(() => run("update", [post.title, post.id]))
    },
    toggle: (postId, userId, liked) => transaction(() => run(liked ? "like" : "unlike", [postId, userId])),
    idle: undefined,
    sql: async (text) => (await client.query(text)).rows,
    close: () => client.end(),
  }
}

function postFrom(row: Values): Post {
  return {
    id: row[0],
    title: row[1],
    body: row[2],
    tags: row[3],
    createdAt: row[4],
    editedAt: row[5],
    authorId: row[6],
  }
}

function postWithAuthorFrom(row: Values): PostWithAuthor {
  const author = { id: row[7], name: row[8], email: row[9], createdAt: row[10] }
  return { ...postFrom(row), author }
}
