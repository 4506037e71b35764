import { type DbSession, type PageRequest, type PageResult, belongsTo, model, primaryKey, timestamp } from "maru/data"
import { z } from "zod"
import { Post } from "../posts/model.ts"
import { User } from "../users/model.ts"

/** What somebody says under a post. */
export class Comment extends model("comments", {
  id: primaryKey(),
  text: z.string().trim().min(1).max(2000),
  createdAt: timestamp(),
  get post() {
    return belongsTo(Post)
  },
  get author() {
    return belongsTo(User)
  },
}) {
  /** Comments on a post with their authors, in the order in which they were written. */
  static on(db: DbSession, post: Post, page: PageRequest): Promise<PageResult<CommentShown>> {
    return db.query(Comment).where({ post }).with({ author: true }).orderBy("id").page(page)
  }
}

export type CommentShown = Comment & { readonly author: User }
