import { setTimeout as sleep } from "node:timers/promises"
import { DatabaseUnavailable } from "../../errors.ts"
import { isBusy } from "./driver.ts"

/**
 * Runs something that needs a lock which another process may hold. The first try is synchronous; while
 * the lock is held the process goes on with other work and tries again after 1 to 25 ms.
 *
 * @param limit milliseconds until DatabaseUnavailable is thrown
 */
export function retryWhileBusy<T>(run: () => T, limit: number, signal?: AbortSignal): T | Promise<T> {
  try {
    return run()
  } catch (error) {
    if (!isBusy(error)) throw error
    return retry(run, limit, signal)
  }
}

async function retry<T>(run: () => T, limit: number, signal: AbortSignal | undefined): Promise<T> {
  const end = performance.now() + limit
  for (let pause = 1; ; pause = Math.min(25, pause * 2)) {
    // A random part keeps processes from trying in step with each other.
    await sleep(pause * (0.5 + Math.random()))
    signal?.throwIfAborted()
    try {
      return run()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() >= end) {
        throw new DatabaseUnavailable(`Another process held the database for more than ${limit} ms.`, { cause: error })
      }
    }
  }
}
