import type { SourceLine } from "../../errors/source.ts"
import { StartError } from "../../errors/start-error.ts"
import { RateLimiter, type RateOptions } from "./rate-limiter.ts"

/**
 * The limiter of a declaration, whose faults stop the start.
 * @param what was declared, for messages
 * @throws StartError `option-invalid`
 */
export function declaredLimiter(options: RateOptions, what: string, source: SourceLine | undefined): RateLimiter {
  try {
    return new RateLimiter(options)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new StartError("option-invalid", `${what}: ${error.message}`, [source])
  }
}
