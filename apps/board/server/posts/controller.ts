import type { DbSession, PageResult } from "maru/data"
import type { Page } from "../pages.ts"
import type { User } from "../users/model.ts"
import { NotTheAuthor, PostNotFound } from "./errors.ts"
import { Post, type PostShown, type PostSummary } from "./model.ts"
import type { PostIn, PostPatch } from "./schemas.ts"

/** A part of the list, the newest first. */
export function list(db: DbSession, page: Page, reader?: User): Promise<PageResult<PostSummary>> {
  return Post.newest(db, page, reader)
}

/** One post as the reader sees it. @throws PostNotFound */
export async function read(db: DbSession, id: number, reader?: User): Promise<PostShown> {
  const post = await Post.shown(db, id, reader)
  if (!post) throw new PostNotFound()
  return post
}

export async function create(db: DbSession, author: User, input: PostIn): Promise<PostShown> {
  const post = db.add(new Post({ ...input, author }))
  await db.flush()
  return read(db, post.id, author)
}

/** @throws PostNotFound, NotTheAuthor */
export async function change(db: DbSession, id: number, user: User, changes: PostPatch): Promise<PostShown> {
  Object.assign(await owned(db, id, user), changes)
  await db.flush()
  return read(db, id, user)
}

/** @throws PostNotFound, NotTheAuthor */
export async function remove(db: DbSession, id: number, user: User): Promise<void> {
  db.delete(await owned(db, id, user))
}

/** @throws PostNotFound */
export async function like(db: DbSession, id: number, user: User): Promise<void> {
  const post = await existing(db, id, user)
  post.like(db, user)
}

/** @throws PostNotFound */
export async function unlike(db: DbSession, id: number, user: User): Promise<void> {
  const post = await existing(db, id, user)
  post.unlike(db, user)
}

/** Takes a post from everybody's sight but the admins', or gives it back. @throws PostNotFound */
export async function hide(db: DbSession, id: number, admin: User, hidden: boolean): Promise<void> {
  const post = await existing(db, id, admin)
  post.hidden = hidden
}

/** A post that is there for this reader. @throws PostNotFound */
export async function existing(db: DbSession, id: number, reader?: User): Promise<Post> {
  const post = await Post.seenBy(db, reader).where({ id }).first()
  if (!post) throw new PostNotFound()
  return post
}

async function owned(db: DbSession, id: number, user: User): Promise<Post> {
  const post = await existing(db, id, user)
  if (!user.owns(post)) throw new NotTheAuthor()
  return post
}
