import { type DbSession, hasMany, hidden, manyToMany, model, primaryKey, timestamp, unique } from "maru/data"
import { z } from "zod"
import { Comment } from "../comments/model.ts"
import { Post } from "../posts/model.ts"
import { LoginSession } from "../sessions/model.ts"

/** Somebody who writes on the board. */
export class User extends model("users", {
  id: primaryKey(),
  email: unique(z.email().max(254).toLowerCase()),
  passwordHash: hidden(z.string()),
  nickname: unique(z.string().trim().min(2).max(50)),
  avatar: z.string().max(16).nullable().default(null).meta({ description: "Version of the avatar; null for none" }),
  role: z.enum(["member", "admin"]).default("member"),
  createdAt: timestamp(),
  get posts() {
    return hasMany(Post, "author", { cascade: "delete-orphan" })
  },
  get comments() {
    return hasMany(Comment, "author", { cascade: "delete-orphan" })
  },
  get sessions() {
    return hasMany(LoginSession, "user", { cascade: "delete-orphan" })
  },
  get likedPosts() {
    return manyToMany(Post, { through: "post_likes", inverse: "likedBy" })
  },
}) {
  /** The user with this address, in whatever case it is written. */
  static byEmail(db: DbSession, email: string): Promise<User | undefined> {
    return db.query(User).where({ email: email.toLowerCase() }).first()
  }

  /** Whether they keep order on the board. */
  get isAdmin(): boolean {
    return this.role === "admin"
  }

  owns(thing: { readonly authorId: number }): boolean {
    return thing.authorId === this.id
  }
}
