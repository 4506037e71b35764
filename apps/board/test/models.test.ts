import { spawn } from "node:child_process"
import { once } from "node:events"
import { cp, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { connect } from "maru/data"
import { describe, expect, it } from "vitest"
import { Comment } from "../server/comments/model.ts"
import { Post } from "../server/posts/model.ts"
import { LoginSession, hashToken } from "../server/sessions/model.ts"
import { User } from "../server/users/model.ts"

const migrations = new URL("../migrations/", import.meta.url)
const folder = fileURLToPath(new URL("../", import.meta.url))
const maru = fileURLToPath(new URL("../../../node_modules/.bin/maru", import.meta.url))
const first = { offset: 0, limit: 10 }

async function board() {
  const database = connect("sqlite::memory:", { migrations })
  await database.start()
  return database
}

function user(name: string): User {
  return new User({ email: `${name}@board.example`, nickname: name, passwordHash: "x" })
}

describe("the board's models", () => {
  it("are what the migrations make, on every engine", async () => {
    const check = spawn(process.execPath, [maru, "migrate", "check"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    })
    const [said, [code]] = await Promise.all([text(check.stdout), once(check, "exit"), text(check.stderr)])
    expect([said, code]).toEqual(["The models and the migrations agree.\n", 0])
  }, 30_000)

  it("keep what was written before there were roles", async () => {
    const old = await mkdtemp(join(tmpdir(), "board-"))
    await cp(new URL("sqlite/0001_start.sql", migrations), join(old, "0001_start.sql"))
    const url = `sqlite:${join(old, "board.db")}`
    const before = connect(url, { migrations: old })
    await before.start()
    await using past = before.session()
    const now = new Date().toISOString()
    await past.sql`INSERT INTO users (email, password_hash, nickname, created_at) VALUES ('a@b.c', 'x', 'anna', ${now})`
    await past.sql`INSERT INTO posts (title, body, tags, created_at, updated_at, author_id)
      VALUES ('Title', 'Body', '[]', ${now}, ${now}, 1)`
    await past.commit()
    await before.close()

    const database = connect(url, { migrations })
    await database.start()
    await using db = database.session()
    const { items } = await Post.newest(db, { offset: 0, limit: 10 })
    expect(items.map(({ title, author }) => [title, author.nickname, author.role])).toEqual([
      ["Title", "anna", "member"],
    ])
    await database.close()
    await rm(old, { recursive: true })
  })

  it("list what is hidden to admins alone", async () => {
    const database = await board()
    await using db = database.session()
    const [anna, ada] = [user("anna"), user("ada")]
    ada.role = "admin"
    const post = db.add(new Post({ title: "Title", body: "Body", author: anna, hidden: true }))
    db.add(ada)
    await db.commit()
    const totals = [undefined, anna, ada].map(async (reader) => (await Post.newest(db, first, reader)).total)
    expect(await Promise.all(totals)).toEqual([0, 0, 1])
    expect(await Post.shown(db, post.id, anna)).toBeUndefined()
    expect((await Post.shown(db, post.id, ada))?.hidden).toBe(true)
    await database.close()
  })

  it("list posts, the newest first, with author and numbers", async () => {
    const database = await board()
    await using db = database.session()
    const [anna, ben] = [user("anna"), user("ben")]
    for (let day = 1; day <= 3; day++) {
      const post = db.add(new Post({ title: `Day ${day}`, body: "Hello", author: anna }))
      post.createdAt = new Date(Date.UTC(2026, 0, day))
      if (day === 3) {
        db.add(new Comment({ text: "First", post, author: ben }))
        post.like(db, ben)
        post.like(db, ben)
      }
    }
    await db.commit()
    await using other = database.session()
    const page = await Post.newest(other, { offset: 0, limit: 2 })
    expect(page.total).toBe(3)
    expect(page.items.map((post) => [post.title, post.author.nickname, post.commentCount, post.likeCount])).toEqual([
      ["Day 3", "anna", 1, 1],
      ["Day 2", "anna", 0, 0],
    ])
    const newest = page.items[0]!
    expect((await Post.shown(other, newest.id, await User.byEmail(other, "BEN@board.example")))?.liked).toBe(true)
    expect((await Post.shown(other, newest.id))?.liked).toBe(false)
    const comments = await Comment.on(other, newest, { offset: 0, limit: 10 })
    expect(comments.items.map((comment) => [comment.text, comment.author.nickname])).toEqual([["First", "ben"]])
    await database.close()
  })

  it("know a login by its token until it ends or its time is over", async () => {
    const database = await board()
    await using db = database.session()
    const anna = user("anna")
    const [soon, past] = [new Date(Date.now() + 60_000), new Date(Date.now() - 1)]
    db.add(new LoginSession({ user: anna, tokenHash: hashToken("good"), expiresAt: soon }))
    db.add(new LoginSession({ user: anna, tokenHash: hashToken("old"), expiresAt: past }))
    await db.commit()
    expect(await LoginSession.userOf(db, "good")).toBe(anna)
    expect(await LoginSession.userOf(db, "old")).toBeUndefined()
    expect(await LoginSession.userOf(db, "unknown")).toBeUndefined()
    await LoginSession.end(db, hashToken("good"))
    await db.commit()
    expect(await LoginSession.userOf(db, "good")).toBeUndefined()
    await database.close()
  })

  it("take everything of a user with the user", async () => {
    const database = await board()
    await using db = database.session()
    const [anna, ben] = [user("anna"), user("ben")]
    const post = db.add(new Post({ title: "Title", body: "Body", author: anna }))
    db.add(new Comment({ text: "Text", post, author: ben }))
    post.like(db, ben)
    await db.commit()
    db.delete(anna)
    await db.commit()
    expect(await db.query(Post).count()).toBe(0)
    expect(await db.query(Comment).count()).toBe(0)
    await database.close()
  })
})
