import type { Awaitable } from "../../http/message.ts"
import type { RateDecision, RateRule } from "./algorithms.ts"

/** Where requests are counted. */
export interface RateStore {
  /**
   * Counts one request of a key, at once or not at all: of requests at the same time no two see the same count.
   * @throws Unavailable where nobody answers in time
   */
  take(key: string, rule: RateRule): Awaitable<RateDecision>
}
