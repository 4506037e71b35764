import {
  type DbSession,
  type PageRequest,
  type PageResult,
  type Query,
  belongsTo,
  hasMany,
  index,
  manyToMany,
  model,
  primaryKey,
  timestamp,
} from "maru/data"
import { z } from "zod"
import { Comment } from "../comments/model.ts"
import { User } from "../users/model.ts"

/** A post on the board. */
export class Post extends model("posts", {
  id: primaryKey(),
  title: z.string().trim().min(1).max(200),
  body: z.string().trim().min(1).max(20_000),
  tags: z.array(z.string().trim().min(1).max(30)).max(10).default([]),
  hidden: z.boolean().default(false).meta({ description: "Whether an admin hides it from everybody else" }),
  createdAt: index(timestamp()),
  updatedAt: timestamp({ onUpdate: true }),
  get author() {
    return belongsTo(User)
  },
  get comments() {
    return hasMany(Comment, "post", { cascade: "delete-orphan" })
  },
  get likedBy() {
    return manyToMany(User, { through: "post_likes", inverse: "likedPosts" })
  },
}) {
  /** Posts that the reader may see, with their authors and numbers, the newest first. */
  static newest(db: DbSession, page: PageRequest, reader?: User): Promise<PageResult<PostSummary>> {
    return Post.seenBy(db, reader).with({ author: true }).withCount(numbers).orderBy("createdAt", "desc").page(page)
  }

  /** One post as its page shows it. @param reader who asks: to say whether they like it, and whether they may see it */
  static shown(db: DbSession, id: number, reader?: User): Promise<PostShown | undefined> {
    const liked = { relation: "likedBy", where: { id: reader?.id ?? 0 } } as const
    return Post.seenBy(db, reader).where({ id }).with({ author: true }).withCount(numbers).withExists({ liked }).first()
  }

  /** The posts that somebody may see: what is hidden is there for admins alone. */
  static seenBy(db: DbSession, reader?: User): Query<typeof Post> {
    return reader?.isAdmin ? db.query(Post) : db.query(Post).where({ hidden: false })
  }

  /** Somebody likes the post; saying it twice is saying it once. */
  like(db: DbSession, user: User): void {
    db.link<Post, "likedBy">(this, "likedBy", user)
  }

  /** Somebody no longer likes the post, or never did. */
  unlike(db: DbSession, user: User): void {
    db.unlink<Post, "likedBy">(this, "likedBy", user)
  }
}

const numbers = { commentCount: "comments", likeCount: "likedBy" } as const

export type PostSummary = Post & { readonly author: User; readonly commentCount: number; readonly likeCount: number }
export type PostShown = PostSummary & { readonly liked: boolean }
