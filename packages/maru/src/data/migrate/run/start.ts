import { DataError } from "../../errors.ts"
import type { MigrationTarget } from "../target.ts"
import { applyMigrations, migrationState } from "./run.ts"

/** What a database does about migrations when it starts. */
export type MigrateMode = "apply" | "check" | "none"

/**
 * Applies what is pending, or refuses to start with it.
 * @throws DataError `migration-failed`; `migration-pending` where they are only checked
 */
export async function migrateAtStart({ engine, migrations }: MigrationTarget, mode: MigrateMode): Promise<void> {
  if (migrations === undefined || mode === "none") return
  if (mode === "apply") {
    await applyMigrations(engine, migrations)
    return
  }
  const { pending, underWay } = await migrationState(engine, migrations)
  if (underWay) throw pendingError(`${underWay.name} was left under way`, "maru migrate status")
  if (pending.length === 0) return
  const names = pending.map(({ name }) => name).join(", ")
  throw pendingError(
    pending.length === 1 ? `${names} has not been applied` : `${names} have not been applied`,
    "maru migrate up",
  )
}

function pendingError(fact: string, command: string): DataError {
  return new DataError("migration-pending", `The database is behind the application: ${fact}. Run "${command}".`)
}
