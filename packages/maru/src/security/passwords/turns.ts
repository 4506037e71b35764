import { availableParallelism } from "node:os"
import { Unavailable } from "../../errors/unavailable.ts"

// The runtimes hash on a pool of four threads that files and name look-ups share, so two of them stay free.
const atOnce = Math.max(1, Math.min(2, availableParallelism()))
/** Longer queues would answer when nobody waits any more: 256 hashes take about five seconds. */
const longestQueue = 256

let running = 0
const waiting: (() => void)[] = []

/**
 * Runs costly work when its turn has come, two at once, so that logins can exhaust neither memory nor threads.
 * @throws Unavailable (503) when too many wait already
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running < atOnce) running++
  else await turn()
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

/** The turn of one who is done goes to the first in the queue. */
function turn(): Promise<void> {
  if (waiting.length >= longestQueue) throw new Unavailable("Too many passwords are being checked. Try again soon.")
  return new Promise((resolve) => waiting.push(resolve))
}
