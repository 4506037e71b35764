/** What Maru has to reach in a case of the suite http. */
export interface HttpTarget {
  /** Least ratio to raw. */
  readonly raw?: number
  /** Least ratio to the best peer. Beside `raw`, either of the two is enough when `either` is true. */
  readonly peer?: number
  readonly either?: true
  /** Another case, and the least ratio of requests a second to Maru's own in that one. */
  readonly own?: { readonly case: string; readonly ratio: number }
}

const likeRaw: HttpTarget = { raw: 0.95, peer: 1 }
const aheadOrRaw: HttpTarget = { raw: 0.95, peer: 1.2, either: true }
const stack: HttpTarget = { raw: 0.9, peer: 1 }

export const httpTargets: Readonly<Record<string, HttpTarget>> = {
  json: likeRaw,
  params: likeRaw,
  validate: aheadOrRaw,
  invalid: { own: { case: "validate", ratio: 0.5 } },
  di: aheadOrRaw,
  middleware: aheadOrRaw,
  routes: aheadOrRaw,
  "auth-read": stack,
  list: stack,
  create: stack,
}
