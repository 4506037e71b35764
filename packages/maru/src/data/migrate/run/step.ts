import type { DialectName } from "../../dialects/schemas.ts"
import { DataError } from "../../errors.ts"
import type { SchemaConnection } from "../../schema-connection.ts"
import type { Migration } from "../folder.ts"
import type { MigrationRecord } from "./record.ts"
import { splitStatements, transactionControl } from "./split.ts"

/** A migration that is to be applied or taken back. */
export interface Step {
  readonly migration: Migration
  readonly direction: "up" | "down"
  /** Number of statements that have been run before. */
  readonly from: number
  /** It was left under way, and is gone on with. */
  readonly resumed: boolean
}

/** What runs steps on one connection. */
export interface StepHome {
  readonly connection: SchemaConnection
  readonly record: MigrationRecord
  readonly dialect: DialectName
}

/**
 * Runs the statements of a step and remembers it.
 * @throws DataError `migration-failed`; where the engine cannot undo what was done, it says what that is
 */
export async function runStep(home: StepHome, step: Step): Promise<void> {
  const { migration, direction } = step
  const text = direction === "up" ? migration.sql : migration.down
  if (text === undefined) {
    throw failed(step, `there is no file ${migration.name.replace(/\.sql$/, ".down.sql")}`, "It has changed nothing.")
  }
  const statements = splitStatements(text, home.dialect)
  if (transactionControl(statements)) {
    const reason = "it ends the transaction it runs in; leave out BEGIN, COMMIT and ROLLBACK"
    throw failed(step, reason, "It has changed nothing.")
  }
  await (home.connection.transactional ? asWhole(home, step, text) : oneByOne(home, step, statements))
}

/** The transaction around it undoes whatever fails. */
async function asWhole({ connection, record }: StepHome, step: Step, text: string): Promise<void> {
  try {
    await connection.script(text)
  } catch (error) {
    throw failed(step, reasonOf(error), "It has changed nothing.", error)
  }
  await remember(record, step)
}

/** Each statement is final, so each is counted. */
async function oneByOne({ connection, record }: StepHome, step: Step, statements: readonly string[]): Promise<void> {
  const { migration, direction, from, resumed } = step
  const { name } = migration
  if (direction === "up" && !resumed) await record.add(migration)
  await record.progress({ name, direction, done: from })
  for (let place = from; place < statements.length; place++) {
    try {
      await connection.script(statements[place]!)
    } catch (error) {
      if (place === 0) await (direction === "up" ? record.remove(name) : record.settle(name))
      throw failed(step, reasonOf(error), stuck(step, statements, place), error)
    }
    await record.progress({ name, direction, done: place + 1 })
  }
  await (direction === "up" ? record.finish(migration) : record.remove(name))
}

function remember(record: MigrationRecord, { direction, migration }: Step): Promise<void> {
  return direction === "up" ? record.add(migration) : record.remove(migration.name)
}

/** What was applied of a migration that failed, and what to do about it. */
function stuck(step: Step, statements: readonly string[], place: number): string {
  if (place === 0) return "It was the first statement, so nothing has been changed."
  return `It was statement ${place + 1} of ${statements.length}:\n\n${statements[place]!}\n\n${wayOut(step.direction, place)}`
}

/** @param done statements that have been run */
export function wayOut(direction: "up" | "down", done: number): string {
  const applied = done === 0 ? "No statement has been run for certain" : `Statements 1 to ${done} have been run`
  const command = `maru migrate ${direction} --resume-at`
  return `${applied}, and this engine cannot undo them. Remove the cause, in the data or in statement ${done + 1} of the file, then go on with it: "${command} ${done + 1}". If a look at the tables shows that it has been done already, go on behind it: "${command} ${done + 2}".`
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function failed({ migration, direction }: Step, reason: string, state: string, cause?: unknown): DataError {
  const done = direction === "up" ? "applied" : "taken back"
  const message = `${migration.name} could not be ${done}: ${reason.replace(/\.$/, "")}. ${state}`
  return new DataError("migration-failed", message, { cause })
}
