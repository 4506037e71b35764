import { callerSource } from "../errors/source.ts"
import { after } from "../http/after.ts"
import type { HttpRequest, HttpResponse } from "../http/message.ts"
import { type Middleware, layer } from "../http/middleware.ts"
import { errorResponse } from "../http/problem.ts"
import { clientKey } from "./client-key.ts"
import type { RateDecision } from "./rate-limit/algorithms.ts"
import { declaredLimiter } from "./rate-limit/declared-limiter.ts"
import type { RateOptions } from "./rate-limit/rate-limiter.ts"
import { TooManyRequests } from "./rate-limit/too-many-requests.ts"

/** What `rateLimit` can be told. */
export interface RateLimitOptions extends RateOptions {
  /**
   * Who is counted: the client's address (default), everybody together, or the text that a function makes of the
   * request, such as an API key. What gives undefined is not counted.
   */
  readonly by?: "ip" | "all" | ((request: HttpRequest) => string | undefined)
}

/**
 * Limits how often somebody may ask; beyond, the answer is 429 with Retry-After, and the endpoint does not run. Answers
 * say what is left in `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10). Exact under
 * concurrency: of 30 requests at the same time a limit of 10 lets 10 through.
 *
 * Given to an endpoint it counts that endpoint; given to a router or the application, all of them together. Behind a
 * proxy `trustedProxies` has to stand outside, or all clients have the proxy's address. Known users are limited by
 * `userRateLimit`.
 *
 * @throws StartError `option-invalid`
 * @example
 * post("/", { input: body(Credentials) }, opened, use(rateLimit({ limit: 10, per: "1m" })), logIn)
 */
export function rateLimit(options: RateLimitOptions): Middleware {
  const source = callerSource(rateLimit as never)
  const limiter = declaredLimiter(options, "rateLimit", source)
  const { limit, window } = limiter.rule
  const keyOf = keyFunction(options.by ?? "ip")
  const policy = `"${limiter.name}";q=${limit};w=${Math.ceil(window / 1000)}`
  const tell = (answer: HttpResponse, { remaining, reset }: RateDecision): HttpResponse => {
    answer.headers.append("ratelimit-policy", policy)
    answer.headers.append("ratelimit", `"${limiter.name}";r=${remaining};t=${Math.ceil(reset / 1000)}`)
    return answer
  }
  const by = typeof options.by === "function" ? options.by.name || "a function" : (options.by ?? "ip")
  return layer(
    "rate limit",
    (request, next) => {
      const key = keyOf(request)
      if (key === undefined) return next()
      return after(limiter.take(key), (decision) => {
        if (decision && !decision.allowed) return tell(errorResponse(new TooManyRequests(decision)), decision)
        return decision ? after(next(), (answer) => tell(answer, decision)) : next()
      })
    },
    {
      note: `${limit} per ${options.per}, ${limiter.rule.algorithm}, by ${by}`,
      answers: [
        { status: 429, description: `More than ${limit} requests in ${Math.ceil(window / 1000)} seconds` },
        ...(options.store ? [{ status: 503, description: "The store of rate limits does not answer" }] : []),
      ],
    },
    source,
  )
}

function keyFunction(by: RateLimitOptions["by"] & {}): (request: HttpRequest) => string | undefined {
  if (typeof by === "function") return by
  return by === "ip" ? clientKey : () => "all"
}
