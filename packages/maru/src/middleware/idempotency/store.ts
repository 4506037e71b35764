import type { Awaitable } from "../../http/message.ts"

/** An answer that is kept to be given again. */
export interface KeptAnswer {
  readonly status: number
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Base64; null for none. */
  readonly body: string | null
}

/** What is known of a key: who began, what was asked, and the answer once there is one. */
export interface KeptRequest {
  /** Tells the one who began from all others. */
  readonly owner: string
  /** A digest of what was asked. */
  readonly fingerprint: string
  readonly answer?: KeptAnswer
}

/** Where answers are kept. */
export interface IdempotencyStore {
  /**
   * Begins a key, of several at the same time one alone.
   * @param time milliseconds after which it is free again if nobody finishes it
   * @returns undefined for the one who began; what is there already for all others
   */
  begin(key: string, request: KeptRequest, time: number): Awaitable<KeptRequest | undefined>
  /** Keeps the answer, if the key is still its owner's. @param time milliseconds */
  finish(key: string, request: KeptRequest, time: number): Awaitable<void>
  /** Frees the key, if it is still its owner's. */
  abandon(key: string, owner: string): Awaitable<void>
}
