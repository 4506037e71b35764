import type { SessionRecord } from "./store.ts"

type Times = Pick<SessionRecord, "createdAt" | "seenAt" | "expiresAt" | "endsAt">

/** How long sessions last. */
export class SessionLifetime {
  readonly #idle: number
  readonly #absolute: number

  /**
   * @param idle seconds without a request
   * @param absolute seconds, however much it is used
   */
  constructor(idle: number, absolute: number) {
    this.#idle = Math.min(idle, absolute) * 1000
    this.#absolute = absolute * 1000
  }

  begin(): Times {
    const now = Date.now()
    return { createdAt: now, seenAt: now, expiresAt: now + this.#idle, endsAt: now + this.#absolute }
  }

  /** The times of a session that is used again. */
  goOn({ createdAt, endsAt }: SessionRecord): Times {
    const now = Date.now()
    return { createdAt, seenAt: now, expiresAt: Math.min(now + this.#idle, endsAt), endsAt }
  }

  /** Whether it is time to write down that a session is used; not every request is worth a write. */
  isDue({ seenAt }: SessionRecord): boolean {
    return Date.now() - seenAt > this.#idle / 20
  }
}
