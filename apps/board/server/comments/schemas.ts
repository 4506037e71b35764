import type { z } from "zod"
import { pageOf } from "../pages.ts"
import { Author } from "../users/schemas.ts"
import { Comment } from "./model.ts"

export const CommentIn = Comment.insert.pick({ text: true })
export const CommentOut = Comment.public
  .pick({ id: true, text: true, createdAt: true })
  .extend({ author: Author })
  .meta({ id: "Comment" })
export const CommentPage = pageOf(CommentOut)

export type CommentIn = z.infer<typeof CommentIn>
