// What every program of the suite `data` does, and the rows that it does it with.

/** A value, or a promise of it: a program that needs no promise is not made to wait for one. */
export type Awaitable<T> = T | Promise<T>

export interface User {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly createdAt: Date
}

export interface Post {
  readonly id: number
  readonly title: string
  readonly body: string
  readonly tags: readonly string[]
  readonly createdAt: Date
  readonly editedAt: Date | null
  readonly authorId: number
}

/** What is given for a new post; it is created now, and never edited. */
export type NewPost = Omit<Post, "id" | "createdAt" | "editedAt">

export interface PostWithAuthor extends Post {
  readonly author: User
}

/** One program: the same work by one library. Each call is a unit of work of its own, as a request is. */
export interface Program {
  /** One post by its key, with its dates and its list of tags. */
  get(id: number): Awaitable<unknown>
  /** The newest posts together with their authors. */
  list(count: number): Awaitable<readonly unknown[]>
  /** Writes a row in a transaction. Returns its key. */
  insert(post: NewPost): Awaitable<number>
  /** Loads a post, changes its title, and writes that column in a transaction. */
  update(id: number, title: string): Awaitable<unknown>
  /** A user likes a post, or no longer, in a transaction. */
  toggle(postId: number, userId: number, liked: boolean): Awaitable<unknown>
  /** Posts in the order of their keys. */
  hydrate(after: number, count: number): Awaitable<readonly unknown[]>
  /** Loads posts in a unit of work, and returns its commit. Undefined for libraries that notice no changes. */
  readonly idle: ((after: number, count: number) => Promise<() => Awaitable<unknown>>) | undefined
  /** SQL text as it is, on the connection that writes: rows as objects or as arrays. */
  sql(text: string): Awaitable<readonly unknown[]>
  close(): Awaitable<unknown>
}

/** What a file of a program exports as `open`. @param place file, or URL, of a database that has the rows */
export type OpenProgram = (place: string) => Awaitable<Program>

export const userCount = 1000
export const postCount = 10_000
export const listLength = 20
export const pageLength = 100

const begin = Date.UTC(2026, 0, 1)
const minute = 60_000
const topics = ["sea", "city", "music", "rain", "bread", "trains", "letters"]
const sentence = "The harbour was quiet that morning, and nobody had come to see the boats go out. "

/** @param id from 1 */
export function userOf(id: number): User {
  return { id, name: `User ${id}`, email: `user${id}@board.example`, createdAt: new Date(begin + id * minute) }
}

/** @param id from 1 */
export function postOf(id: number): Post {
  const createdAt = new Date(begin + id * 7 * minute)
  return {
    id,
    title: `Post ${id} of the board`,
    body: sentence.repeat(1 + (id % 4)),
    tags: topics.slice(id % 7, (id % 7) + (id % 4)),
    createdAt,
    editedAt: id % 2 === 0 ? new Date(createdAt.getTime() + 90 * minute) : null,
    authorId: 1 + ((id * 7919) % userCount),
  }
}

/** @param number any number: another post for each */
export function newPost(number: number): NewPost {
  const { title, body, tags, authorId } = postOf(1 + (number % postCount))
  return { title, body, tags, authorId }
}

/** Users who like a post in the beginning. */
export function likersOf(postId: number): number[] {
  return [1, 2, 3].map((place) => 1 + ((postId * 31 + place * 337) % userCount))
}

/** Keys from 1 to `count` in an order that jumps about. */
export function scattered(place: number, count: number): number {
  return 1 + ((place * 7919) % count)
}
