import { setTimeout as sleep } from "node:timers/promises"

/** Milliseconds that handlers have at the end of the application until their signal aborts, and once more until they are left. */
const grace = 5000

/** Lets work end by itself; where that takes too long, it is told, and then no longer waited for. Never rejects. */
export async function endOf(work: Promise<unknown>, abort: AbortController): Promise<void> {
  if (await inTime(work)) return
  abort.abort(new DOMException("The application is closing.", "AbortError"))
  await inTime(work)
}

async function inTime(work: Promise<unknown>): Promise<boolean> {
  const waiting = new AbortController()
  const late = sleep(grace, false, { signal: waiting.signal }).catch(() => false)
  const done = await Promise.race([
    work.then(
      () => true,
      () => true,
    ),
    late,
  ])
  waiting.abort()
  return done
}
