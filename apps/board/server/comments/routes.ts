import { body, get, path, post, query, raises, returns } from "maru"
import { z } from "zod"
import { Page } from "../pages.ts"
import { PostNotFound } from "../posts/errors.ts"
import { currentUser, db, viewer } from "../providers.ts"
import * as comments from "./controller.ts"
import { CommentIn, CommentOut, CommentPage } from "./schemas.ts"

const postId = path(z.int().min(1))

export const list = get(
  "/",
  { postId, page: query(Page), db, viewer },
  returns(200, CommentPage),
  raises(404, PostNotFound),
  ({ db, postId, page, viewer }) => comments.list(db, postId, page, viewer),
)

export const create = post(
  "/",
  { postId, input: body(CommentIn), db, author: currentUser },
  returns(201, CommentOut),
  raises(404, PostNotFound),
  ({ db, postId, author, input }) => comments.create(db, postId, author, input),
)
