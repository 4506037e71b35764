// The work of a framework and of a data library by hand, for the raw programs; statements are prepared once.
import { type Driver, type Values, transactions } from "../data/raw.ts"
import { cookieName, hashToken, listLength, settingsQuery } from "./domain.ts"

const post = "p.id, p.title, p.body, p.tags, p.created_at, u.id, u.name"
const joined = "posts AS p JOIN users AS u ON u.id = p.author_id"

export interface User {
  readonly id: number
  readonly name: string
}

/** What may be asked of the database, JSON texts of answers among it. */
export interface Board {
  /** The user of a Cookie header, undefined if nobody is logged in. */
  userOf(cookies: string | null | undefined): User | undefined
  /** JSON text of a post, undefined if there is none. */
  read(id: number): string | undefined
  list(): string
  /** Writes a post in a transaction. Returns its JSON text. */
  create(input: PostIn, author: User): string
  settings(): string
}

export interface PostIn {
  readonly title: string
  readonly body: string
  readonly tags: string[]
}

export function openBoard(driver: Driver): Board {
  const login = driver.rows(
    "SELECT u.id, u.name FROM login_sessions AS l JOIN users AS u ON u.id = l.user_id WHERE l.token_hash = +? AND l.expires_at > +?",
  )
  const read = driver.rows(`SELECT ${post} FROM ${joined} WHERE p.id = +?`)
  const list = driver.rows(
    `SELECT ${post} FROM ${joined} ORDER BY p.created_at DESC, p.id DESC LIMIT CAST(? AS INTEGER)`,
  )
  const insert = driver.run("INSERT INTO posts (title, body, tags, created_at, author_id) VALUES (?, ?, ?, ?, ?)")
  const transaction = transactions(driver)
  return {
    userOf(cookies) {
      const token = cookieOf(cookies)
      if (token === undefined) return undefined
      const row = login(hashToken(token), new Date().toISOString())[0]
      return row && { id: row[0], name: row[1] }
    },
    read(id) {
      const row = read(id)[0]
      return row && JSON.stringify(postFrom(row))
    },
    list: () => JSON.stringify(list(listLength).map(postFrom)),
    create({ title, body, tags }, { id: authorId }) {
      const now = new Date().toISOString()
      const id = transaction(() => Number(insert(title, body, JSON.stringify(tags), now, authorId).lastInsertRowid))
      return JSON.stringify({ id, title, body, tags, authorId })
    },
    settings: () => JSON.stringify(driver.sql(settingsQuery)[0]),
  }
}

function postFrom(row: Values): unknown {
  return {
    id: row[0],
    title: row[1],
    body: row[2],
    tags: JSON.parse(row[3]) as string[],
    createdAt: new Date(row[4]),
    author: { id: row[5], name: row[6] },
  }
}

function cookieOf(cookies: string | null | undefined): string | undefined {
  const pair = cookies?.split(/; */).find((pair) => pair.startsWith(`${cookieName}=`))
  return pair?.slice(cookieName.length + 1)
}

const wholeNumber = /^-?(?:0|[1-9]\d*)$/

/** The key in a path, undefined if it is no whole number. */
export function readKey(text: string): number | undefined {
  return wholeNumber.test(text) ? Number(text) : undefined
}

/** @param value parsed JSON. Returns undefined if it is no post */
export function readPost(value: unknown): PostIn | undefined {
  if (typeof value !== "object" || value === null) return undefined
  const { title, body, tags } = value as PostIn
  if (typeof title !== "string" || title.length < 1 || title.length > 200) return undefined
  if (typeof body !== "string" || body.length < 1 || body.length > 20_000) return undefined
  if (!Array.isArray(tags) || tags.length > 10 || !tags.every((tag) => typeof tag === "string")) return undefined
  return { title, body, tags }
}

/** Problem details (RFC 9457). */
export function problemText(status: number, title: string): string {
  return JSON.stringify({ type: "about:blank", status, title })
}
