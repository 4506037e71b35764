/**
 * A map that keeps what is used and forgets the rest in two generations: when the young one is full it
 * becomes the old one, and what is still in use moves over when it is next asked for. A hit costs one
 * look-up, unlike a list ordered by use.
 */
export class BoundedCache<K, V> {
  readonly #half: number
  #young: Map<K, V> = new Map()
  #old: Map<K, V> = new Map()

  /** @param limit most entries that are kept */
  constructor(limit: number) {
    this.#half = Math.max(1, Math.floor(limit / 2))
  }

  get(key: K): V | undefined {
    const value = this.#young.get(key)
    if (value !== undefined) return value
    const old = this.#old.get(key)
    if (old === undefined) return undefined
    this.#old.delete(key)
    this.set(key, old)
    return old
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }
}
