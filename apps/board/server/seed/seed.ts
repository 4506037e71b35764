import { type DbSession, type Factory, factory, random } from "maru/data"
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
  const users = people.map(({ nickname, email, role }) =>
    db.add(new User({ nickname, email, passwordHash, role: role ?? "member" })),
  )
  const next = random("board")
  const now = Date.now()
  let [comments, likes] = [0, 0]
  for (let i = 0; i < postCount; i++) {
    const author = next.integer(0, users.length - 1)
    const written = new Date(now - (postCount - i) * hoursBetween * 3_600_000)
    const values = { ...topicFor(people[author]!, i), author: users[author]!, createdAt: written, updatedAt: written }
    const post = db.add(posts.build(values))
    const said = next.integer(0, 5)
    for (const comment of commentsBy(users).buildMany(said, { post })) db.add(comment)

    const fans = users.filter(() => next.boolean(0.25))
    for (const fan of fans) post.like(db, fan)
    comments += said
    likes += fans.length
  }
  await db.flush()
  return { users: users.length, posts: postCount, comments, likes }
}

const posts = factory(Post)

/** Comments of these users, each in the language of who says it. */
function commentsBy(users: readonly User[]): Factory<typeof Comment> {
  const speaker = (n: number): number => random(`speaker ${n}`).integer(0, users.length - 1)
  return factory(Comment, {
    author: (n) => users[speaker(n)]!,
    text: (n, { pick }) => pick(remarks[people[speaker(n)]!.language]),
  })
}

function topicFor({ language }: Person, index: number): { title: string; body: string; tags: string[] } {
  const list = topics[language]
  const { title, body, tags } = list[index % list.length]!
  const round = Math.floor(index / list.length)
  const place = places[language][(round - 1) % places[language].length]
  return { title: round === 0 ? title : `${title} — ${place}`, body, tags: [...tags] }
}
