/** How requests are counted. */
export type RateAlgorithm = "fixed" | "sliding" | "token-bucket"

/** So many requests in so much time. */
export interface RateRule {
  readonly algorithm: RateAlgorithm
  readonly limit: number
  /** Milliseconds. */
  readonly window: number
}

/** Whether a request may go on, and how much is left. Times in milliseconds. */
export interface RateDecision {
  readonly allowed: boolean
  readonly remaining: number
  /** Until there is more left than now, or all of it. */
  readonly reset: number
  /** Until the next request may go on; 0 where this one may. */
  readonly retryAfter: number
}

/** What is kept of a key: three numbers that each algorithm reads in its own way. */
export type RateState = readonly [number, number, number]

type Algorithm = (state: RateState | undefined, rule: RateRule, now: number) => readonly [RateState, RateDecision]

/**
 * One step of each algorithm, as a pure function. The script in `redis-store.ts` is the same in Lua.
 *
 * - `fixed` counts from the first request on, and begins anew when the window has passed.
 * - `sliding` counts in windows of the clock and takes the last one in proportion to how much of it is still within reach.
 * - `token-bucket` holds `limit` tokens and refills evenly, so that a burst is allowed and then a steady rate.
 */
export const algorithms: Readonly<Record<RateAlgorithm, Algorithm>> = {
  fixed([count, end] = [0, 0, 0], { limit, window }, now) {
    const isNew = end <= now
    const before = isNew ? 0 : count
    const allowed = before < limit
    const after = allowed ? before + 1 : before
    const until = isNew ? now + window : end
    const reset = until - now
    return [[after, until, 0], { allowed, remaining: limit - after, reset, retryAfter: allowed ? 0 : reset }]
  },

  sliding(state, { limit, window }, now) {
    const start = now - (now % window)
    const [last, count, earlier] = state ?? [start, 0, 0]
    const current = last === start ? count : 0
    const previous = last === start ? earlier : last === start - window ? count : 0
    const elapsed = now - start
    const used = (previous * (window - elapsed)) / window + current
    const allowed = used + 1 <= limit
    const taken = allowed ? 1 : 0
    const wait = allowed ? 0 : slidingWait({ limit, window, elapsed, current, previous })
    const remaining = Math.max(0, Math.floor(limit - used - taken))
    return [[start, current + taken, previous], { allowed, remaining, reset: window - elapsed, retryAfter: wait }]
  },

  "token-bucket"([level, at] = [Number.POSITIVE_INFINITY, 0, 0], { limit, window }, now) {
    const each = window / limit
    const tokens = Math.min(limit, level + Math.max(0, now - at) / each)
    const allowed = tokens >= 1
    const left = allowed ? tokens - 1 : tokens
    const retryAfter = allowed ? 0 : (1 - left) * each
    return [[left, now, 0], { allowed, remaining: Math.floor(left), reset: (limit - left) * each, retryAfter }]
  },
}

interface SlidingUse {
  readonly limit: number
  readonly window: number
  readonly elapsed: number
  readonly current: number
  readonly previous: number
}

/** Until so much of the earlier windows is out of reach that one more fits. */
function slidingWait({ limit, window, elapsed, current, previous }: SlidingUse): number {
  if (current < limit) return window * (1 - (limit - 1 - current) / previous) - elapsed
  return window - elapsed + window * (1 - (limit - 1) / current)
}
