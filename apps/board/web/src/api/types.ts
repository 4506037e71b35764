/** The bodies of the board's API, as the page reads them. */

export interface User {
  readonly id: number
  readonly email: string
  readonly nickname: string
  readonly role: "member" | "admin"
  /** Version of the avatar; null for none. */
  readonly avatar: string | null
}

export interface Author {
  readonly id: number
  readonly nickname: string
  readonly avatar: string | null
}

/** A login on a device. Times are ISO 8601, UTC. */
export interface Device {
  readonly id: number
  readonly createdAt: string
  readonly expiresAt: string
  /** Whether it is this device. */
  readonly current: boolean
}

/** What everybody is told. */
export interface Notice {
  readonly id: string
  readonly text: { readonly en: string; readonly ko: string }
}

export interface PostSummary {
  readonly id: number
  readonly title: string
  readonly tags: readonly string[]
  readonly author: Author
  /** Whether an admin hides it; only admins see such posts. */
  readonly hidden: boolean
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly updatedAt: string
  readonly commentCount: number
  readonly likeCount: number
}

export interface Post extends PostSummary {
  readonly body: string
  /** Whether the user who asks likes it. */
  readonly liked: boolean
}

export interface PostInput {
  readonly title: string
  readonly body: string
  readonly tags: readonly string[]
}

export interface Comment {
  readonly id: number
  readonly text: string
  readonly author: Author
  readonly createdAt: string
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly total: number
  readonly offset: number
  readonly limit: number
}
