import type { Awaitable } from "../http/message.ts"

/** A session as it is stored. Times are milliseconds since 1970. */
export interface SessionRecord {
  /** Who is logged in. */
  readonly user: string | undefined
  /** What the browser called itself when the session began. */
  readonly device: string
  readonly createdAt: number
  /** When it was last used, give or take. */
  readonly seenAt: number
  /** When it ends if it is not used again. */
  readonly expiresAt: number
  /** When it ends, however much it is used. */
  readonly endsAt: number
  /** Values by name, each as JSON. */
  readonly data: Readonly<Record<string, string>>
}

/** What changes in a stored session; names that are not mentioned keep what another request has written. */
export interface SessionChange {
  readonly seenAt: number
  readonly expiresAt: number
  /** Values as JSON; undefined takes one away. */
  readonly data: Readonly<Record<string, string | undefined>>
}

/**
 * Keeps sessions by keys that are hashes of their ids, so that whoever reads the store cannot use them. One that cannot
 * be reached throws Unavailable within a bounded time.
 */
export interface SessionStore {
  /** A session that has not ended. */
  read(key: string): Awaitable<SessionRecord | undefined>
  create(key: string, record: SessionRecord): Awaitable<void>
  /** False for a session that is gone, which stays gone. */
  change(key: string, change: SessionChange): Awaitable<boolean>
  remove(keys: readonly string[]): Awaitable<void>
  /** The sessions of a user that have not ended, by key. */
  list(user: string): Awaitable<ReadonlyMap<string, SessionRecord>>
}
