import { mkdir } from "node:fs/promises"
import { relative } from "node:path"
import { type DialectName, dialectSchemas } from "../../data/dialects/schemas.ts"
import { type Answers, noAnswers } from "../../data/migrate/diff/answers.ts"
import { type Draft, draftMigration } from "../../data/migrate/draft.ts"
import { dialectFolders, folderPath, migrationsIn } from "../../data/migrate/folder.ts"
import { migrationState } from "../../data/migrate/run/run.ts"
import { schemaOfDatabase } from "../../data/migrate/schema/from-database.ts"
import { schemaOfModels } from "../../data/migrate/schema/from-models.ts"
import { type Schema, emptySchema } from "../../data/migrate/schema/schema.ts"
import { readSnapshot, snapshotFile } from "../../data/migrate/schema/snapshot.ts"
import type { MigrationTarget } from "../../data/migrate/target.ts"
import { UsageError } from "../usage.ts"

/** The migrations of one kind of database, and how far its models are from them. */
export interface Plan {
  readonly dialect: DialectName
  readonly folder: string
  readonly from: Schema
  readonly to: Schema
  /** It was read from the database, which writes expressions in its own way. */
  readonly live: boolean
  /** Number of the last migration, 0 for none. */
  readonly last: number
}

/**
 * Compares the models with the snapshots beside the migrations; or with the live database, for its kind.
 * @param live the engine is open, and to be asked
 * @throws UsageError where there is nothing to compare
 */
export async function plansOf(target: MigrationTarget, live: boolean): Promise<readonly Plan[]> {
  const { engine, models } = target
  if (!models) throw new UsageError(`The database does not know its models. ${connectHint}`)
  const plans: Plan[] = []
  for (const [dialect, folder] of await foldersOf(target)) {
    const last = (await migrationsIn(folder)).at(-1)?.name
    const isLive = live && dialect === engine.dialect.name
    const from = isLive ? await liveSchema(target) : await snapshotOf(folder, dialect, last)
    const to = schemaOfModels(models, dialectSchemas[dialect])
    plans.push({ dialect, folder, from, to, live: isLive, last: Number(last?.slice(0, 4) ?? 0) })
  }
  return plans
}

/** What would be written for a plan. */
export function draftOf({ dialect, from, to, live }: Plan, answers: Answers = noAnswers): Draft | undefined {
  return draftMigration(from, to, dialect, answers, live ? "loose" : "exact")
}

const connectHint =
  'Write connect(url, { migrations: new URL("../migrations/", import.meta.url), models: [User, Post] }).'

async function foldersOf({ engine, migrations }: MigrationTarget): Promise<ReadonlyMap<DialectName, string>> {
  if (typeof migrations !== "string" && !(migrations instanceof URL)) {
    throw new UsageError(`The database has no folder of migrations. ${connectHint}`)
  }
  const folder = folderPath(migrations)
  await mkdir(folder, { recursive: true })
  return dialectFolders(folder, engine.dialect.name)
}

/** What is still to be applied would be found missing, and be written once more. */
async function liveSchema({ engine, migrations }: MigrationTarget): Promise<Schema> {
  const { pending, underWay } = await migrationState(engine, migrations!)
  if (pending.length === 0 && !underWay) return schemaOfDatabase(engine)
  throw new UsageError(
    `The database is behind the migrations. Run "maru migrate up" first, or "maru migrate status" to see more.`,
  )
}

async function snapshotOf(folder: string, dialect: DialectName, last: string | undefined): Promise<Schema> {
  const snapshot = await readSnapshot(folder, dialect)
  if (snapshot) return snapshot
  if (last === undefined) return emptySchema
  const shown = relative(process.cwd(), folder)
  throw new UsageError(
    `${shown} has migrations, but no ${snapshotFile}. Compare with a database that has them all: --database`,
  )
}
