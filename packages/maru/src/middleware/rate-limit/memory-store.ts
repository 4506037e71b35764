import { type RateDecision, type RateRule, type RateState, algorithms } from "./algorithms.ts"
import type { RateStore } from "./store.ts"

/** How counts are kept in memory. */
export interface MemoryRateOptions {
  /** Keys at most; beyond, those that have not come for the longest time are forgotten. Default 100,000 (about 15 MB). */
  readonly keys?: number
}

/** Counts in the memory of this process: exact, at no cost, gone with the process and shared with no other. */
export function memoryRates(options: MemoryRateOptions = {}): RateStore {
  return new MemoryRates(options.keys ?? 100_000, Date.now)
}

export class MemoryRates implements RateStore {
  readonly #states = new Map<string, RateState>()
  readonly #keys: number
  readonly #now: () => number

  constructor(keys: number, now: () => number) {
    this.#keys = keys
    this.#now = now
  }

  take(key: string, rule: RateRule): RateDecision {
    const states = this.#states
    const [state, decision] = algorithms[rule.algorithm](states.get(key), rule, this.#now())
    // Set anew, a key goes to the end of the map, so that its beginning is what came longest ago.
    states.delete(key)
    states.set(key, state)
    if (states.size > this.#keys) states.delete(states.keys().next().value!)
    return decision
  }

  get size(): number {
    return this.#states.size
  }
}
