import { request } from "./request.ts"
import type { Comment, Page, Post, PostInput, PostSummary, User } from "./types.ts"

/** How many posts a page of the list has. */
export const postsPerPage = 20
/** How many comments are read at a time. */
export const commentsAtOnce = 50

export interface Credentials {
  readonly email: string
  readonly password: string
}

export const users = {
  create: (input: Credentials & { readonly nickname: string }): Promise<User> =>
    request("POST", "/api/users", { body: input }),
  me: (): Promise<User> => request("GET", "/api/users/me"),
}

export const session = {
  open: (credentials: Credentials): Promise<void> => request("POST", "/api/session", { body: credentials }),
  close: (): Promise<void> => request("DELETE", "/api/session"),
}

export const posts = {
  /** @param page counted from 1 */
  list: (page: number, signal: AbortSignal): Promise<Page<PostSummary>> =>
    request("GET", `/api/posts?offset=${(page - 1) * postsPerPage}&limit=${postsPerPage}`, { signal }),
  read: (id: number, signal: AbortSignal): Promise<Post> => request("GET", `/api/posts/${id}`, { signal }),
  create: (input: PostInput): Promise<Post> => request("POST", "/api/posts", { body: input }),
  change: (id: number, input: PostInput): Promise<Post> => request("PATCH", `/api/posts/${id}`, { body: input }),
  remove: (id: number): Promise<void> => request("DELETE", `/api/posts/${id}`),
  like: (id: number, liked: boolean): Promise<void> => request(liked ? "PUT" : "DELETE", `/api/posts/${id}/like`),
}

export const comments = {
  list: (post: number, offset: number, signal?: AbortSignal): Promise<Page<Comment>> =>
    request(
      "GET",
      `/api/posts/${post}/comments?offset=${offset}&limit=${commentsAtOnce}`,
      signal === undefined ? {} : { signal },
    ),
  create: (post: number, text: string): Promise<Comment> =>
    request("POST", `/api/posts/${post}/comments`, { body: { text } }),
}
