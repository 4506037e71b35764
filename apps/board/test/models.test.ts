import { readFile } from "node:fs/promises"
import { connect, schemaSql } from "maru/data"
import { describe, expect, it } from "vitest"
import { models } from "../server/models.ts"
import { Comment } from "../server/comments/model.ts"
import { Post } from "../server/posts/model.ts"
import { LoginSession, hashToken } from "../server/sessions/model.ts"
import { User } from "../server/users/model.ts"

const migrations = new URL("../migrations/", import.meta.url)

async function board() {
  const database = connect("sqlite::memory:", { migrations })
  await database.start()
  return database
}

function user(name: string): User {
  return new User({ email: `${name}@board.example`, nickname: name, passwordHash: "x" })
}

describe("the board's models", () => {
  it.each(["sqlite", "postgres", "mysql"] as const)("are what the first migration of %s makes", async (dialect) => {
    const text = await readFile(new URL(`${dialect}/0001_start.sql`, migrations), "utf8")
    expect(text.replace(/^--.*\n\n/, "")).toBe(schemaSql(models, dialect))
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
