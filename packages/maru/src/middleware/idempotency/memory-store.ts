import type { IdempotencyStore, KeptRequest } from "./store.ts"

/** Answers in the memory of this process: gone with it, and shared with no other. @param options `limit` of keys, default 10,000 */
export function memoryAnswers(options: { readonly limit?: number } = {}): IdempotencyStore {
  return new MemoryAnswers(options.limit ?? 10_000)
}

class MemoryAnswers implements IdempotencyStore {
  readonly #kept = new Map<string, { readonly request: KeptRequest; readonly until: number }>()
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  begin(key: string, request: KeptRequest, time: number): KeptRequest | undefined {
    const known = this.#kept.get(key)
    if (known && known.until > Date.now()) return known.request
    this.#set(key, request, time)
    return undefined
  }

  finish(key: string, request: KeptRequest, time: number): void {
    if (this.#kept.get(key)?.request.owner === request.owner) this.#set(key, request, time)
  }

  abandon(key: string, owner: string): void {
    if (this.#kept.get(key)?.request.owner === owner) this.#kept.delete(key)
  }

  /** Set anew, a key goes to the end, so that the oldest stand at the beginning. */
  #set(key: string, request: KeptRequest, time: number): void {
    this.#kept.delete(key)
    this.#kept.set(key, { request, until: Date.now() + time })
    if (this.#kept.size > this.#limit) this.#kept.delete(this.#kept.keys().next().value!)
  }
}
