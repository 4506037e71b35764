import { callerSource } from "../errors/source.ts"
import { after } from "../http/after.ts"
import { type Provider, dependency } from "../provider/provider.ts"
import type { RateDecision } from "./rate-limit/algorithms.ts"
import { declaredLimiter } from "./rate-limit/declared-limiter.ts"
import type { RateOptions } from "./rate-limit/rate-limiter.ts"
import { TooManyRequests } from "./rate-limit/too-many-requests.ts"

/**
 * Limits how often each known user may ask, from whatever addresses. A provider, because who has sent a request is known
 * only behind the middleware: it runs when the user has been found out and before the handler. Given to a router it counts
 * all its endpoints together.
 *
 * @param user gives what tells users apart, such as an id; undefined is not counted
 * @throws StartError `option-invalid`; per request `too-many-requests` (429), `unavailable` (503)
 * @example
 * const userId = dependency({ user: currentUser }, ({ user }) => `${user.id}`)
 * router("/posts", posts, { providers: { limit: userRateLimit(userId, { limit: 60, per: "1m" }) } })
 */
export function userRateLimit<N extends string>(
  user: Provider<string | undefined, N>,
  options: RateOptions,
): Provider<RateDecision | undefined, N> {
  const limiter = declaredLimiter(options, "userRateLimit", callerSource(userRateLimit as never))
  const take = ({ user: key }: { readonly user: string | undefined }) =>
    key === undefined ? undefined : after(limiter.take(key), allowed)
  const limited = dependency({ user: user as Provider<string | undefined> }, take, {
    name: "user rate limit",
    raises: { status: 429, errors: [TooManyRequests] },
  })
  return limited as unknown as Provider<RateDecision | undefined, N>
}

function allowed(decision: RateDecision | undefined): RateDecision | undefined {
  if (!decision || decision.allowed) return decision
  throw new TooManyRequests(decision)
}
