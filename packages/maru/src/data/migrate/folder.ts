import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { nodeCrypto, nodeFiles } from "../../runtime/modules.ts"
import type { DialectName } from "../dialects/schemas.ts"
import { DataError } from "../errors.ts"

/** A file of SQL that takes the schema one step further. */
export interface Migration {
  /** Name of the file. */
  readonly name: string
  readonly sql: string
  /** SHA-256 of the text in hexadecimal, with line ends as "\n". */
  readonly checksum: string
  /** SQL that takes the step back, from the file `0001_name.down.sql`. */
  readonly down?: string
}

/** Where migrations come from: a folder as a path or file URL, or files that are already read. */
export type Migrations = string | URL | readonly Migration[]

const dialects: readonly DialectName[] = ["sqlite", "postgres", "mysql"]
const fileName = /^\d{4}_[a-z0-9_]+(\.down)?\.sql$/
const downEnd = /\.down\.sql$/

/**
 * The migrations of a folder in their order. In a folder with sub-folders `sqlite`, `postgres` or `mysql` they are
 * those of the sub-folder.
 *
 * @throws DataError `migration-failed` for a `.sql` file that is not named `0001_name.sql`, or a number used twice
 */
export async function readMigrations(from: Migrations, dialect: DialectName): Promise<readonly Migration[]> {
  if (typeof from !== "string" && !(from instanceof URL)) return from
  const folder = (await dialectFolders(folderPath(from), dialect)).get(dialect)
  if (folder !== undefined) return migrationsIn(folder)
  throw failed(`the folder has none for this kind of database. Make the sub-folder ${dialect}`)
}

/** The path of a folder of migrations. */
export function folderPath(from: string | URL): string {
  return from instanceof URL ? fileURLToPath(from) : from
}

/**
 * The folder of each kind of database that there are migrations for.
 * @param own the kind that a folder without sub-folders is for
 */
export async function dialectFolders(folder: string, own: DialectName): Promise<ReadonlyMap<DialectName, string>> {
  const names = new Set(await list(folder))
  const split = dialects.filter((dialect) => names.has(dialect))
  return split.length > 0 ? new Map(split.map((dialect) => [dialect, join(folder, dialect)])) : new Map([[own, folder]])
}

/** The migrations in one folder. @throws DataError as `readMigrations` */
export async function migrationsIn(folder: string): Promise<readonly Migration[]> {
  const files = (await list(folder)).filter((name) => name.endsWith(".sql")).sort()
  const wrong = files.find((name) => !fileName.test(name))
  if (wrong !== undefined) throw failed(`${wrong} is not named like 0001_start.sql`)
  const names = files.filter((name) => !downEnd.test(name))
  const alone = files.find((name) => downEnd.test(name) && !names.includes(name.replace(downEnd, ".sql")))
  if (alone !== undefined) throw failed(`${alone} has no ${alone.replace(downEnd, ".sql")} beside it`)
  for (const [place, name] of names.entries()) {
    if (names[place - 1]?.slice(0, 4) === name.slice(0, 4))
      throw failed(`${names[place - 1]} and ${name} have one number`)
  }
  const read = (name: string): Promise<string> => nodeFiles().readFile(join(folder, name), "utf8")
  return Promise.all(
    names.map(async (name) => {
      const down = downName(name)
      return migration(name, await read(name), files.includes(down) ? await read(down) : undefined)
    }),
  )
}

/** Name of the file that takes a migration back. */
export function downName(name: string): string {
  return name.replace(/\.sql$/, ".down.sql")
}

async function list(folder: string): Promise<string[]> {
  try {
    return await nodeFiles().readdir(folder)
  } catch (error) {
    throw new DataError("migration-failed", `The folder of migrations ${folder} cannot be read.`, { cause: error })
  }
}

/**
 * A migration from its text.
 * @param name as its file is, or would be, named
 * @param down text that takes it back
 */
export function migration(name: string, text: string, down?: string): Migration {
  const sql = text.replaceAll("\r\n", "\n")
  const checksum = nodeCrypto().createHash("sha256").update(sql).digest("hex")
  return Object.freeze({ name, sql, checksum, ...(down === undefined ? {} : { down: down.replaceAll("\r\n", "\n") }) })
}

function failed(reason: string): DataError {
  return new DataError("migration-failed", `The migrations cannot be read: ${reason}.`)
}
