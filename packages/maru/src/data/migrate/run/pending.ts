import { DataError } from "../../errors.ts"
import type { Migration } from "../folder.ts"

/** A migration that was applied, as the database remembers it. */
export interface Applied {
  readonly name: string
  readonly checksum: string
}

/**
 * Those that are still to be applied.
 * @throws DataError `migration-failed` where what was applied is not what the folder says
 */
export function pendingMigrations(all: readonly Migration[], applied: readonly Applied[]): readonly Migration[] {
  const known = new Map(all.map((each) => [each.name, each]))
  for (const { name, checksum } of applied) {
    const file = known.get(name)
    if (!file) {
      throw refused(`${name} was applied to this database, but is not in the folder of migrations`, "Put it back")
    }
    if (file.checksum !== checksum) {
      throw refused(
        `${name} was changed after it had been applied`,
        "Restore it and write the change as a new migration",
      )
    }
  }
  const done = new Set(applied.map(({ name }) => name))
  const last = [...done].sort().at(-1) ?? ""
  const pending = all.filter(({ name }) => !done.has(name))
  const late = pending.find(({ name }) => name < last)
  if (late) throw refused(`${late.name} comes before ${last}, which was already applied`, "Give it a higher number")
  return pending
}

function refused(fact: string, wayOut: string): DataError {
  return new DataError("migration-failed", `${fact}. ${wayOut}; nothing has been changed.`)
}
