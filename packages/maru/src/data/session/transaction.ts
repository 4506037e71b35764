import { setTimeout as sleep } from "node:timers/promises"
import { StaleData, TransactionConflict } from "../errors.ts"
import type { SessionOptions } from "./options.ts"
import type { DbSession } from "./session.ts"

/** How `database.transaction` works. */
export interface TransactionOptions extends SessionOptions {
  /**
   * How often the work is done again, in a new session, when it met the work of others: a conflict of
   * transactions, or a row whose version somebody else has raised. Default 0.
   */
  readonly retries?: number
}

/** @param open makes a session of its own for each try */
export async function runTransaction<T>(
  open: (options: SessionOptions) => DbSession,
  work: (db: DbSession) => T | Promise<T>,
  { retries = 0, ...options }: TransactionOptions,
): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      await using db = open(options)
      const result = await work(db)
      await db.commit()
      return result
    } catch (error) {
      const again = error instanceof TransactionConflict || error instanceof StaleData
      if (!again || tries >= retries || options.signal?.aborted) throw error
    }
    // Those who met would meet again if they waited equally long.
    await sleep(2 ** Math.min(tries, 6) * (1 + Math.random()))
  }
}
