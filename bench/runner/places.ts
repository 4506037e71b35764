import { loginTable } from "../stacks/domain.ts"
import { sqliteTemplate } from "./data/databases.ts"
import type { Place } from "./server.ts"

/** Where the programs of one group run. */
export interface Places {
  /** The place of the next process: with a fresh database, where the group needs one. */
  next(): Promise<Place>
  remove(): Promise<void>
}

/** @param database whether the programs need a database */
export function placesOf(database: boolean | undefined): Places {
  if (!database) return { next: async () => ({}), remove: async () => {} }
  const template = sqliteTemplate(loginTable)
  return {
    next: async () => ({ env: { DATABASE_FILE: await template.copy() } }),
    remove: () => template.remove(),
  }
}
