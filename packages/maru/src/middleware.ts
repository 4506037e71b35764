export { cors } from "./middleware/cors.ts"
export type { Origins } from "./middleware/cors/origins.ts"
export type { CorsOptions } from "./middleware/cors/policy.ts"
export type { SecurityHeaderOptions } from "./http/security-headers.ts"
export { securityHeaders, type SecurityHeadersOptions, type StrictTransport } from "./middleware/security-headers.ts"
export type { Duration } from "./middleware/duration.ts"
export { rateLimit, type RateLimitOptions } from "./middleware/rate-limit.ts"
export type { RateAlgorithm, RateDecision, RateRule } from "./middleware/rate-limit/algorithms.ts"
export { memoryRates, type MemoryRateOptions } from "./middleware/rate-limit/memory-store.ts"
export { RateLimiter, type RateOptions } from "./middleware/rate-limit/rate-limiter.ts"
export { redisRates, type RedisRateOptions } from "./middleware/rate-limit/redis-store.ts"
export { TooManyRequests } from "./middleware/rate-limit/too-many-requests.ts"
export { userRateLimit } from "./middleware/user-rate-limit.ts"
export type { RateStore } from "./middleware/rate-limit/store.ts"
export { httpsRedirect, type HttpsRedirectOptions } from "./middleware/https-redirect.ts"
export { trustedHosts } from "./middleware/trusted-hosts.ts"
export { clientAddress, trustedProxies, type TrustedProxiesOptions } from "./middleware/trusted-proxies.ts"
export { currentRequestId, currentTrace, requestId, type RequestIdOptions } from "./middleware/request-id.ts"
export { timeout } from "./middleware/timeout.ts"
export type { TraceContext } from "./middleware/trace-context.ts"
export { compression, type CompressionOptions } from "./middleware/compression.ts"
export type { Coding } from "./middleware/compression/negotiation.ts"
export { decompression } from "./middleware/decompression.ts"
export { cacheControl, type CacheControlOptions } from "./middleware/cache-control.ts"
export {
  PreconditionFailed,
  PreconditionRequired,
  conditions,
  entityTag,
  etag,
  type Conditions,
} from "./middleware/etag.ts"
export { idempotency, type IdempotencyOptions } from "./middleware/idempotency.ts"
export { memoryAnswers } from "./middleware/idempotency/memory-store.ts"
export { redisAnswers, type RedisAnswerOptions } from "./middleware/idempotency/redis-store.ts"
export type { IdempotencyStore, KeptAnswer, KeptRequest } from "./middleware/idempotency/store.ts"
