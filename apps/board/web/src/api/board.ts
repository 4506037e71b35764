import { request } from "./request.ts"
import type { Comment, Device, Notice, Page, Post, PostInput, PostSummary, User } from "./types.ts"

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
  rename: (nickname: string): Promise<User> => request("PATCH", "/api/users/me", { body: { nickname } }),
  changePassword: (input: { readonly current: string; readonly password: string }): Promise<void> =>
    request("PATCH", "/api/users/me/password", { body: input }),
  close: (password: string): Promise<void> => request("DELETE", "/api/users/me", { body: { password } }),
  setAvatar: (image: File): Promise<User> => {
    const body = new FormData()
    body.set("avatar", image)
    return request("PUT", "/api/users/me/avatar", { body })
  },
  removeAvatar: (): Promise<void> => request("DELETE", "/api/users/me/avatar"),
}

export const session = {
  open: (credentials: Credentials): Promise<void> => request("POST", "/api/session", { body: credentials }),
  close: (): Promise<void> => request("DELETE", "/api/session"),
  devices: (signal: AbortSignal): Promise<readonly Device[]> => request("GET", "/api/session/devices", { signal }),
  endDevice: (id: number): Promise<void> => request("DELETE", `/api/session/devices/${id}`),
  endOthers: (): Promise<void> => request("DELETE", "/api/session/devices"),
}

export const notice = {
  /** undefined: there is none, or it is put away for today. */
  read: (signal: AbortSignal): Promise<Notice | undefined> => request("GET", "/api/notice", { signal }),
  putAway: (seconds: number): Promise<void> => request("PUT", "/api/notice/put-away", { body: { seconds } }),
}

export const posts = {
  /** @param page counted from 1 */
  list: (page: number, signal: AbortSignal): Promise<Page<PostSummary>> =>
    request("GET", `/api/posts?offset=${(page - 1) * postsPerPage}&limit=${postsPerPage}`, { signal }),
  read: (id: number, signal: AbortSignal): Promise<Post> => request("GET", `/api/posts/${id}`, { signal }),
  create: (input: PostInput): Promise<Post> => request("POST", "/api/posts", { body: input }),
  change: (id: number, input: PostInput): Promise<Post> => request("PATCH", `/api/posts/${id}`, { body: input }),
  remove: (id: number): Promise<void> => request("DELETE", `/api/posts/${id}`),
  hide: (id: number, hidden: boolean): Promise<void> => request(hidden ? "PUT" : "DELETE", `/api/posts/${id}/hidden`),
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
