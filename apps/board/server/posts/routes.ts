import { body, del, describe, get, patch, path, post, put, query, raises, returns, urlFor } from "maru"
import { z } from "zod"
import { Page } from "../pages.ts"
import { admin, currentUser, db, viewer } from "../providers.ts"
import * as posts from "./controller.ts"
import { NotTheAuthor, PostNotFound } from "./errors.ts"
import { PostIn, PostOut, PostPage, PostPatch } from "./schemas.ts"

const id = path(z.int().min(1))
const created = returns(201, PostOut, { headers: { location: "Path of the new post" } })

export const list = get(
  "/",
  { page: query(Page), db, viewer },
  returns(200, PostPage),
  describe({ summary: "Newest posts first" }),
  ({ db, page, viewer }) => posts.list(db, page, viewer),
)

export const read = get(
  "/:id",
  { id, db, viewer },
  returns(200, PostOut),
  raises(404, PostNotFound),
  ({ db, id, viewer }) => posts.read(db, id, viewer),
)

export const create = post(
  "/",
  { input: body(PostIn), db, author: currentUser },
  created,
  async ({ db, author, input }) => {
    const post = await posts.create(db, author, input)
    return created(post, { headers: { location: urlFor(read, { id: post.id }) } })
  },
)

export const change = patch(
  "/:id",
  { id, input: body(PostPatch), db, user: currentUser },
  returns(200, PostOut),
  raises(404, PostNotFound),
  raises(403, NotTheAuthor),
  ({ db, id, user, input }) => posts.change(db, id, user, input),
)

export const remove = del(
  "/:id",
  { id, db, user: currentUser },
  returns(204),
  raises(404, PostNotFound),
  raises(403, NotTheAuthor),
  ({ db, id, user }) => posts.remove(db, id, user),
)

export const like = put(
  "/:id/like",
  { id, db, user: currentUser },
  returns(204),
  raises(404, PostNotFound),
  ({ db, id, user }) => posts.like(db, id, user),
)

export const unlike = del(
  "/:id/like",
  { id, db, user: currentUser },
  returns(204),
  raises(404, PostNotFound),
  ({ db, id, user }) => posts.unlike(db, id, user),
)

export const hide = put(
  "/:id/hidden",
  { id, db, admin },
  returns(204),
  raises(404, PostNotFound),
  describe({ summary: "Hide from everybody but admins" }),
  ({ db, id, admin }) => posts.hide(db, id, admin, true),
)

export const unhide = del(
  "/:id/hidden",
  { id, db, admin },
  returns(204),
  raises(404, PostNotFound),
  describe({ summary: "Show to everybody again" }),
  ({ db, id, admin }) => posts.hide(db, id, admin, false),
)
