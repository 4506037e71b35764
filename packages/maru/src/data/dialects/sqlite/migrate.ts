import { DataError } from "../../errors.ts"
import {
  type Applied,
  type Migration,
  type Migrations,
  pendingMigrations,
  readMigrations,
} from "../../migrate/folder.ts"
import type { Driver } from "./driver.ts"
import { retryWhileBusy } from "./lock-retry.ts"

const remember = `CREATE TABLE IF NOT EXISTS "_maru_migrations" (
  "name" TEXT PRIMARY KEY,
  "checksum" TEXT NOT NULL,
  "applied_at" TEXT NOT NULL
) STRICT`

/**
 * Applies what is pending, each migration in a transaction that holds the write lock. Processes that
 * start together take turns: each looks again, under the lock, at what is still pending.
 *
 * @param wait milliseconds that another process may hold the lock
 * @throws DataError `migration-failed`; the migration that failed has changed nothing
 */
export async function migrate(driver: Driver, from: Migrations, wait: number): Promise<void> {
  const all = await readMigrations(from)
  // A table that others refer to can only be rebuilt without this; it is checked before each commit.
  driver.exec("PRAGMA foreign_keys = OFF")
  try {
    while (await retryWhileBusy(() => applyNext(driver, all), wait));
  } finally {
    driver.exec("PRAGMA foreign_keys = ON")
  }
}

/** Applies one migration; false if there was none. */
function applyNext(driver: Driver, all: readonly Migration[]): boolean {
  driver.exec("BEGIN IMMEDIATE")
  try {
    driver.exec(remember)
    const applied = driver.prepare(`SELECT "name", "checksum" FROM "_maru_migrations"`).raw(true).all() as string[][]
    const [next] = pendingMigrations(
      all,
      applied.map(([name, checksum]): Applied => ({ name: name!, checksum: checksum! })),
    )
    if (next) apply(driver, next)
    driver.exec("COMMIT")
    return next !== undefined
  } catch (error) {
    if (driver.inTransaction) driver.exec("ROLLBACK")
    throw error
  }
}

function apply(driver: Driver, next: Migration): void {
  try {
    driver.exec(next.sql)
  } catch (error) {
    throw failed(next, (error as Error).message, error)
  }
  if (!driver.inTransaction)
    throw failed(next, "it ends the transaction it runs in; leave out BEGIN, COMMIT and ROLLBACK")
  const [broken] = driver.prepare("PRAGMA foreign_key_check").raw(true).all() as unknown[][]
  if (broken)
    throw failed(next, `rows of "${String(broken[0])}" would refer to rows of "${String(broken[2])}" that do not exist`)
  driver
    .prepare(`INSERT INTO "_maru_migrations" ("name", "checksum", "applied_at") VALUES (?, ?, ?)`)
    .run(next.name, next.checksum, new Date().toISOString())
}

function failed(migration: Migration, reason: string, cause?: unknown): DataError {
  return new DataError(
    "migration-failed",
    `${migration.name} could not be applied: ${reason}. It has changed nothing.`,
    { cause },
  )
}
