import { join } from "node:path"
import { nodeFiles } from "../../../runtime/modules.ts"
import type { DialectName } from "../../dialects/schemas.ts"
import { DataError } from "../../errors.ts"
import type { Schema } from "./schema.ts"

/** Name of the file beside the migrations that says what the database looks like behind the last of them. */
export const snapshotFile = "snapshot.json"

/** The text of a snapshot. */
export function writeSnapshot(schema: Schema, dialect: DialectName): string {
  return `${JSON.stringify({ dialect, ...schema }, null, 2)}\n`
}

/**
 * The snapshot of a folder of migrations; undefined if it has none.
 * @throws DataError `migration-failed` for a file that is none, or that of another kind of database
 */
export async function readSnapshot(folder: string, dialect: DialectName): Promise<Schema | undefined> {
  const file = join(folder, snapshotFile)
  let text: string
  try {
    text = await nodeFiles().readFile(file, "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
  const value = parse(text)
  if (value?.dialect === dialect && Array.isArray(value.tables) && Array.isArray(value.views)) {
    return { tables: value.tables, views: value.views }
  }
  const reason =
    value?.dialect === undefined || value.dialect === dialect ? "is no snapshot" : `is one of ${value.dialect}`
  throw new DataError("migration-failed", `${file} ${reason}, and one of ${dialect} is wanted.`)
}

function parse(text: string): (Partial<Schema> & { readonly dialect?: string }) | undefined {
  try {
    return JSON.parse(text) as Partial<Schema>
  } catch {
    return undefined
  }
}
