import { createHash } from "node:crypto"
import { readFile, readdir } from "node:fs/promises"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { DataError } from "../errors.ts"

/** A file of SQL that takes the schema one step further. */
export interface Migration {
  /** Name of the file. */
  readonly name: string
  readonly sql: string
  /** SHA-256 of the text in hexadecimal, with line ends as "\n". */
  readonly checksum: string
}

/** Where migrations come from: a folder as a path or file URL, or files that are already read. */
export type Migrations = string | URL | readonly Migration[]

const fileName = /^\d{4}_[a-z0-9_]+\.sql$/

/**
 * The migrations of a folder in their order.
 * @throws DataError `migration-failed` for a `.sql` file that is not named `0001_name.sql`, or a number used twice
 */
export async function readMigrations(from: Migrations): Promise<readonly Migration[]> {
  if (typeof from !== "string" && !(from instanceof URL)) return from
  const folder = from instanceof URL ? fileURLToPath(from) : from
  const names = (await list(folder)).filter((name) => name.endsWith(".sql")).sort()
  for (const [place, name] of names.entries()) {
    if (!fileName.test(name)) throw failed(`${name} is not named like 0001_start.sql`)
    if (names[place - 1]?.slice(0, 4) === name.slice(0, 4))
      throw failed(`${names[place - 1]} and ${name} have one number`)
  }
  return Promise.all(names.map(async (name) => migration(name, await readFile(join(folder, name), "utf8"))))
}

async function list(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    throw new DataError("migration-failed", `The folder of migrations ${folder} cannot be read.`, { cause: error })
  }
}

/** A migration from its text. @param name as its file is, or would be, named */
export function migration(name: string, text: string): Migration {
  const sql = text.replaceAll("\r\n", "\n")
  return Object.freeze({ name, sql, checksum: createHash("sha256").update(sql).digest("hex") })
}

function failed(reason: string): DataError {
  return new DataError("migration-failed", `The migrations cannot be read: ${reason}.`)
}

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
