import type { SessionChange, SessionRecord, SessionStore } from "./store.ts"

/** How much a store in memory may hold. */
export interface MemorySessionOptions {
  /** Sessions at most; default 10,000. Beyond them those without a user go first, the longest unused before others. */
  readonly limit?: number
}

/** Sessions in the memory of this process: gone when it ends, and unknown to every other one. */
export function memorySessions({ limit = 10_000 }: MemorySessionOptions = {}): SessionStore {
  return new MemorySessions(limit)
}

class MemorySessions implements SessionStore {
  // In order of use, because what is written is put at the end.
  readonly #guests = new Map<string, SessionRecord>()
  readonly #known = new Map<string, SessionRecord>()
  readonly #ofUser = new Map<string, Set<string>>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  read(key: string): SessionRecord | undefined {
    const record = this.#known.get(key) ?? this.#guests.get(key)
    if (record && record.expiresAt <= Date.now()) {
      this.remove([key])
      return undefined
    }
    return record
  }

  create(key: string, record: SessionRecord): void {
    this.#makeRoom()
    this.#put(key, record)
  }

  change(key: string, { data, ...times }: SessionChange): boolean {
    const record = this.read(key)
    if (!record) return false
    const changed = Object.entries({ ...record.data, ...data }).filter(([, value]) => value !== undefined)
    this.remove([key])
    this.#put(key, { ...record, ...times, data: Object.fromEntries(changed) as Record<string, string> })
    return true
  }

  remove(keys: readonly string[]): void {
    for (const key of keys) {
      const user = this.#known.get(key)?.user
      if (user !== undefined) {
        const keysOfUser = this.#ofUser.get(user)!
        keysOfUser.delete(key)
        if (keysOfUser.size === 0) this.#ofUser.delete(user)
      }
      this.#known.delete(key)
      this.#guests.delete(key)
    }
  }

  list(user: string): Map<string, SessionRecord> {
    const keys = [...(this.#ofUser.get(user) ?? [])]
    return new Map(
      keys.flatMap((key) => {
        const record = this.read(key)
        return record ? [[key, record] as const] : []
      }),
    )
  }

  #put(key: string, record: SessionRecord): void {
    if (record.user === undefined) {
      this.#guests.set(key, record)
      return
    }
    this.#known.set(key, record)
    const keys = this.#ofUser.get(record.user)
    if (keys) keys.add(key)
    else this.#ofUser.set(record.user, new Set([key]))
  }

  #makeRoom(): void {
    if (this.#guests.size + this.#known.size < this.#limit) return
    const [oldest] = this.#guests.size > 0 ? this.#guests.keys() : this.#known.keys()
    if (oldest !== undefined) this.remove([oldest])
  }
}
