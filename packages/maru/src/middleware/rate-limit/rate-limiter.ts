import { Unavailable } from "../../errors/unavailable.ts"
import type { Awaitable } from "../../http/message.ts"
import { type Duration, milliseconds } from "../duration.ts"
import { type RateAlgorithm, type RateDecision, type RateRule, algorithms } from "./algorithms.ts"
import { memoryRates } from "./memory-store.ts"
import type { RateStore } from "./store.ts"

/** How much is allowed, and where it is counted. */
export interface RateOptions {
  /** Requests in each window. */
  readonly limit: number
  /** The window: "1m", or milliseconds. */
  readonly per: Duration
  /** Default "fixed". */
  readonly algorithm?: RateAlgorithm
  /** Name of the policy in headers, and in the keys of a shared store. Needed with a store; default "default". */
  readonly name?: string
  /** Default: the memory of this process, for this limit alone. */
  readonly store?: RateStore
  /** While the store does not answer: refuse with 503 (default), or let everything through. A function is told why, and decides. */
  readonly onStoreFailure?: "refuse" | "allow" | ((error: Unavailable) => "refuse" | "allow")
}

/** Counts what somebody does, whoever and whatever that is. Knows no HTTP. */
export class RateLimiter {
  readonly name: string
  readonly rule: RateRule
  readonly #store: RateStore
  readonly #onStoreFailure: RateOptions["onStoreFailure"]

  /** @throws RangeError for a limit that is none */
  constructor(options: RateOptions) {
    const { limit, per, algorithm = "fixed", name, store } = options
    if (!Number.isSafeInteger(limit) || limit < 1) throw new RangeError("The limit is a whole number from 1.")
    if (!Object.hasOwn(algorithms, algorithm)) throw new RangeError(`There is no algorithm "${algorithm}".`)
    if (store && name === undefined)
      throw new RangeError("A limit in a store needs a name, which tells its counts from those of others.")
    if (name !== undefined && !/^[\w.:-]+$/.test(name))
      throw new RangeError(`The name ${JSON.stringify(name)} has to be of letters, digits, "_", ".", ":" and "-".`)
    this.name = name ?? "default"
    this.rule = Object.freeze({ algorithm, limit, window: milliseconds(per) })
    this.#store = store ?? memoryRates()
    this.#onStoreFailure = options.onStoreFailure
  }

  /**
   * Counts once for a key.
   * @returns undefined where the store does not answer and that allows everything
   * @throws Unavailable where it does not answer and that refuses everything
   */
  take(key: string): Awaitable<RateDecision | undefined> {
    const decision = this.#store.take(`${this.name}:${key}`, this.rule)
    return decision instanceof Promise ? decision.catch((error: unknown) => this.#failed(error)) : decision
  }

  #failed(error: unknown): undefined {
    if (!(error instanceof Unavailable)) throw error
    const decide = this.#onStoreFailure ?? "refuse"
    if ((typeof decide === "function" ? decide(error) : decide) === "refuse") throw error
  }
}
