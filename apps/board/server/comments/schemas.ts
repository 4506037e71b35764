import { PageOf } from "maru/data"
import type { z } from "zod"
import { Author } from "../users/schemas.ts"
import { Comment } from "./model.ts"

export const CommentIn = Comment.insert.pick({ text: true })
export const CommentOut = Comment.public
  .pick({ id: true, text: true, createdAt: true })
  .extend({ author: Author })
  .meta({ id: "Comment" })
export const CommentPage = PageOf(CommentOut)

export type CommentIn = z.infer<typeof CommentIn>
