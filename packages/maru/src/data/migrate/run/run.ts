import type { Engine } from "../../engine.ts"
import { DataError } from "../../errors.ts"
import type { SchemaConnection } from "../../schema-connection.ts"
import { type Migration, type Migrations, readMigrations } from "../folder.ts"
import { pendingMigrations } from "./pending.ts"
import { MigrationRecord, type Records, type UnderWay } from "./record.ts"
import { type Step, failed, runStep, wayOut } from "./step.ts"

/** How migrations are run beside the usual way. */
export interface RunOptions {
  /** Most migrations that are taken back. */
  readonly count?: number
  /** Number of the statement, from 1, to go on with in a migration that was left under way. */
  readonly resumeAt?: number | undefined
  /** Is told the name of each migration that was run. */
  readonly done?: (name: string) => void
}

/** How far a database is. */
export interface MigrationState {
  readonly applied: Records["applied"]
  readonly pending: readonly Migration[]
  readonly underWay: UnderWay | undefined
}

/**
 * Applies what is pending, each migration in a transaction where the engine can. Processes that start together take
 * turns: each looks again, under the lock, at what is still pending.
 *
 * @throws DataError `migration-failed`; the migration that failed has changed nothing, or says what it has
 */
export async function applyMigrations(engine: Engine, from: Migrations, options: RunOptions = {}): Promise<void> {
  const all = await readMigrations(from, engine.dialect.name)
  await engine.schema(async (connection) => {
    let resumeAt = options.resumeAt
    const next = async (records: Records): Promise<Step | undefined> => {
      const step = openStep(all, records, "up", resumeAt)
      resumeAt = undefined
      if (step) return step
      const [migration] = pendingMigrations(all, records.applied)
      return migration && { migration, direction: "up", from: 0, resumed: false }
    }
    while (await runNext(engine, connection, next, options)) continue
  })
}

/**
 * Takes the last migrations back, the newest first.
 * @throws DataError `migration-failed` as `applyMigrations`, and for a migration without a file for the way back
 */
export async function revertMigrations(engine: Engine, from: Migrations, options: RunOptions = {}): Promise<void> {
  const all = await readMigrations(from, engine.dialect.name)
  await engine.schema(async (connection) => {
    let resumeAt = options.resumeAt
    for (let left = options.count ?? 1; left > 0; left--) {
      const ran = await runNext(
        engine,
        connection,
        async (records) => {
          const step = openStep(all, records, "down", resumeAt)
          resumeAt = undefined
          if (step) return step
          pendingMigrations(all, records.applied)
          const last = records.applied.at(-1)
          const migration = all.find(({ name }) => name === last?.name)
          return migration && { migration, direction: "down", from: 0, resumed: false }
        },
        options,
      )
      if (!ran) return
    }
  })
}

/** How far a database is; changes nothing. @throws DataError as `applyMigrations` */
export async function migrationState(engine: Engine, from: Migrations): Promise<MigrationState> {
  const all = await readMigrations(from, engine.dialect.name)
  const { applied, underWay } = await engine.schema((connection) =>
    new MigrationRecord(connection, engine.dialect).read(),
  )
  const open = underWay ? all.filter(({ name }) => name === underWay.name) : []
  return { applied, pending: pendingMigrations(all, [...applied, ...open]), underWay }
}

/** Finds the next step and runs it; false if there was none. */
async function runNext(
  engine: Engine,
  connection: SchemaConnection,
  find: (records: Records) => Promise<Step | undefined>,
  { done }: RunOptions,
): Promise<boolean> {
  const record = new MigrationRecord(connection, engine.dialect)
  let step: Step | undefined
  const work = async (): Promise<void> => {
    await record.create()
    step = await find(await record.read())
    if (step) await runStep({ connection, record, dialect: engine.dialect.name }, step)
  }
  try {
    await (connection.transactional ? connection.transaction(work) : work())
  } catch (error) {
    // What was found only at the commit: a foreign key that leads to nothing.
    if (!step || error instanceof DataError) throw error
    throw failed(step, (error as Error).message, "It has changed nothing.", error)
  }
  if (step) done?.(step.migration.name)
  return step !== undefined
}

/** A migration that was left under way: to go on with where the user said so, otherwise nothing can be done. */
function openStep(
  all: readonly Migration[],
  { underWay }: Records,
  direction: "up" | "down",
  resumeAt: number | undefined,
): Step | undefined {
  if (!underWay) {
    if (resumeAt === undefined) return undefined
    throw new DataError("migration-failed", "No migration was left under way, so there is none to go on with.")
  }
  const migration = all.find(({ name }) => name === underWay.name)
  if (migration && resumeAt !== undefined && direction === underWay.direction) {
    return { migration, direction, from: resumeAt - 1, resumed: true }
  }
  const message = `${underWay.name} was left under way. ${wayOut(underWay.direction, underWay.done)}`
  throw new DataError("migration-failed", message)
}
