import { newPost, postCount, postOf, userOf } from "../data/domain.ts"
import type { Exchange, HttpCase } from "../http/cases.ts"
import { cookieName, durable, listLength, loginUser, token } from "./domain.ts"

// Browsers say where a request comes from; Maru refuses what changes something from elsewhere.
const loggedIn = { cookie: `${cookieName}=${token}`, "sec-fetch-site": "same-origin" }

const author = (id: number): unknown => ({ id, name: userOf(id).name })

function shown(id: number): unknown {
  const { title, body, tags, createdAt, authorId } = postOf(id)
  return { id, title, body, tags, createdAt, author: author(authorId) }
}

const read = (id: number | string): Omit<Exchange, "answer"> => ({
  method: "GET",
  path: `/posts/${id}`,
  sends: loggedIn,
})
const create = (body: unknown): Omit<Exchange, "answer"> => ({
  method: "POST",
  path: "/posts",
  sends: loggedIn,
  body: typeof body === "string" ? body : JSON.stringify(body),
})

const { title, body, tags } = newPost(41)
const input = { title, body, tags }
/** @param id that the database gives, counting from the rows that are there */
const created = (id: number): Pick<Exchange, "status" | "answer"> => ({
  status: 201,
  answer: JSON.stringify({ id, ...input, authorId: loginUser }),
})

const newest = Array.from({ length: listLength }, (_, place) => shown(postCount - place))

export const stackCases: readonly HttpCase[] = [
  {
    name: "auth-read",
    warmUp: 4,
    timed: { ...read(77), answer: JSON.stringify(shown(77)) },
    also: [{ ...read(8), answer: JSON.stringify(shown(8)) }],
    refused: [
      { ...read(77), sends: {} },
      { ...read(77), sends: { cookie: `${cookieName}=guessed` } },
      { ...read(77), sends: { cookie: `${cookieName}=ended` } },
      read(postCount + 999),
      read("x"),
    ],
  },
  {
    name: "list",
    warmUp: 4,
    timed: { method: "GET", path: "/posts", answer: JSON.stringify(newest) },
    also: [],
    refused: [{ method: "GET", path: "/nothing-here" }],
  },
  {
    name: "create",
    waitsForDisk: true,
    warmUp: 10,
    timed: { ...create(input), ...created(postCount + 1) },
    also: [
      { method: "GET", path: "/settings", answer: JSON.stringify(durable) },
      { ...create({ ...input, id: 7, admin: true }), ...created(postCount + 2) },
    ],
    refused: [
      { ...create(input), sends: {} },
      create({ ...input, title: "" }),
      create({ ...input, title: "t".repeat(201) }),
      create({ ...input, body: 7 }),
      create({ ...input, tags: Array.from({ length: 11 }, () => "tag") }),
      create({ title, body }),
      create("{"),
    ],
  },
]
