import { deepStrictEqual } from "node:assert/strict"
import type { Program } from "./domain.ts"
import { likersOf, newPost, postCount, postOf, userOf } from "./domain.ts"

// Before anything is timed, a program has to give the rows that are there, and to write what it is given.

type Fields = Readonly<Record<string, any>>

/** @throws AssertionError that shows what differs */
export async function checkProgram(program: Program, sqlite: boolean): Promise<void> {
  if (sqlite) await checkDurability(program)
  for (const id of [1, 2, 77, postCount]) deepStrictEqual(plainPost(await program.get(id)), postOf(id))
  deepStrictEqual((await program.list(20)).map(plainWithAuthor), newest(20))
  const page = Array.from({ length: 100 }, (_, place) => postOf(501 + place))
  deepStrictEqual((await program.hydrate(500, 100)).map(plainPost), page)
  await checkWrites(program)
}

/** A faster commit that may be lost would be no comparison. */
async function checkDurability(program: Program): Promise<void> {
  const setting = async (name: string): Promise<unknown> => firstValue(await program.sql(`PRAGMA ${name}`))
  deepStrictEqual(await setting("journal_mode"), "wal")
  deepStrictEqual(Number(await setting("synchronous")), 2)
  deepStrictEqual(Number(await setting("foreign_keys")), 1)
}

async function checkWrites(program: Program): Promise<void> {
  const { title, body, tags, authorId } = newPost(41)
  const id = await program.insert({ title, body, tags, authorId })
  const written = plainPost(await program.get(id))
  deepStrictEqual({ ...written, createdAt: null }, { id, title, body, tags, authorId, createdAt: null, editedAt: null })
  const age = Date.now() - written["createdAt"].getTime()
  if (!(age >= -1000 && age < 60_000)) throw new Error(`A new post was created ${age} ms ago.`)
  await program.update(7, "Another title")
  deepStrictEqual(plainPost(await program.get(7)), { ...postOf(7), title: "Another title" })
  await program.update(7, postOf(7).title)
  const likers = likersOf(9)
  const other = 999
  await program.toggle(9, other, true)
  deepStrictEqual(await likes(program, 9), likers.length + 1)
  await program.toggle(9, other, false)
  await program.toggle(9, other, false)
  deepStrictEqual(await likes(program, 9), likers.length)
  if (!program.idle) return
  const commit = await program.idle(500, 100)
  await commit()
}

async function likes(program: Program, postId: number): Promise<number> {
  return Number(firstValue(await program.sql(`SELECT COUNT(*) AS number FROM post_likes WHERE post_id = ${postId}`)))
}

function firstValue(rows: readonly unknown[]): unknown {
  return Object.values(rows[0] as object)[0]
}

/** An entity as plain data; its author may be the entity of it, or its key. */
function plainPost(entity: unknown): Fields {
  const { id, title, body, tags, createdAt, editedAt, authorId } = entity as Fields
  return {
    id,
    title,
    body,
    tags: [...tags],
    createdAt,
    editedAt,
    authorId: authorId ?? (entity as Fields)["author"].id,
  }
}

function plainWithAuthor(entity: unknown): Fields {
  const { id, name, email, createdAt } = (entity as Fields)["author"]
  return { ...plainPost(entity), author: { id, name, email, createdAt } }
}

function newest(count: number): Fields[] {
  return Array.from({ length: count }, (_, place) => {
    const post = postOf(postCount - place)
    return { ...post, author: userOf(post.authorId) }
  })
}
