import { PageOf } from "maru/data"
import { z } from "zod"
import { Author } from "../users/schemas.ts"
import { Post } from "./model.ts"

export const PostIn = Post.insert.pick({ title: true, body: true, tags: true })
export const PostPatch = Post.patch.pick({ title: true, body: true, tags: true })

/** A post as the list shows it. */
export const PostSummary = Post.public
  .omit({ body: true })
  .extend({ author: Author, commentCount: z.int(), likeCount: z.int() })
  .meta({ id: "PostSummary" })

export const PostOut = PostSummary.extend({
  body: Post.public.shape.body,
  liked: z.boolean().describe("Whether the user who asks likes it"),
}).meta({ id: "Post" })

export const PostPage = PageOf(PostSummary)

export type PostIn = z.infer<typeof PostIn>
export type PostPatch = z.infer<typeof PostPatch>
