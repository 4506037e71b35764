import type { DbSession } from "maru/data"
import { hashPassword } from "maru/security"
import { Comment } from "../comments/model.ts"
import { Post } from "../posts/model.ts"
import { User } from "../users/model.ts"
import { type Person, people, places, remarks, topics } from "./content.ts"

const postCount = 200
const hoursBetween = 7

/** What was written. */
export interface Seeded {
  readonly users: number
  readonly posts: number
  readonly comments: number
  readonly likes: number
}

/**
 * Fills an empty board with demo people, posts, comments and likes, always the same ones.
 * @returns undefined if somebody has signed up already; then nothing is written
 */
export async function seed(db: DbSession): Promise<Seeded | undefined> {
  if (await db.query(User).exists()) return undefined
  const passwordHash = await hashPassword("password")
  const users = people.map(({ nickname, email }) => db.add(new User({ nickname, email, passwordHash })))
  const next = numbers(20_260_101)
  const now = Date.now()
  let [comments, likes] = [0, 0]
  for (let i = 0; i < postCount; i++) {
    const author = next(users.length)
    const post = db.add(new Post({ ...topicFor(people[author]!, i), author: users[author]! }))
    const written = new Date(now - (postCount - i) * hoursBetween * 3_600_000)
    Object.assign(post, { createdAt: written, updatedAt: written })
    for (let said = next(6); said > 0; said--, comments++) addComment(db, post, users, next)

    const fans = users.filter(() => next(4) === 0)
    for (const fan of fans) post.like(db, fan)
    likes += fans.length
  }
  await db.flush()
  return { users: users.length, posts: postCount, comments, likes }
}

function topicFor({ language }: Person, index: number): { title: string; body: string; tags: string[] } {
  const list = topics[language]
  const { title, body, tags } = list[index % list.length]!
  const round = Math.floor(index / list.length)
  const place = places[language][(round - 1) % places[language].length]
  return { title: round === 0 ? title : `${title} — ${place}`, body, tags: [...tags] }
}

function addComment(db: DbSession, post: Post, users: readonly User[], next: (below: number) => number): void {
  const speaker = next(users.length)
  const words = remarks[people[speaker]!.language]
  db.add(new Comment({ post, author: users[speaker]!, text: words[next(words.length)]! }))
}

/** The same numbers in every run (a linear congruential generator with the constants of Numerical Recipes). */
function numbers(start: number): (below: number) => number {
  let state = start
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
