import type { DbSession, PageResult } from "maru/data"
import type { Page } from "../pages.ts"
import * as posts from "../posts/controller.ts"
import type { User } from "../users/model.ts"
import { Comment, type CommentShown } from "./model.ts"
import type { CommentIn } from "./schemas.ts"

/** Comments on a post, the oldest first. @throws PostNotFound */
export async function list(
  db: DbSession,
  postId: number,
  page: Page,
  reader?: User,
): Promise<PageResult<CommentShown>> {
  return Comment.on(db, await posts.existing(db, postId, reader), page)
}

/** @throws PostNotFound */
export async function create(db: DbSession, postId: number, author: User, input: CommentIn): Promise<CommentShown> {
  const post = await posts.existing(db, postId, author)
  const comment = db.add(new Comment({ ...input, post, author }))
  await db.flush()
  return db.load(comment, { author: true })
}
