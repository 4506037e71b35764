import { destructiveMark } from "../../data/migrate/draft.ts"
import { readMigrations } from "../../data/migrate/folder.ts"
import { applyMigrations, migrationState, revertMigrations } from "../../data/migrate/run/run.ts"
import type { MigrationTarget } from "../../data/migrate/target.ts"
import { coloursFor } from "../../log/colour.ts"
import type { OptionValues, Parsed } from "../command.ts"
import { readSaid } from "../migrate/answers.ts"
import { differences } from "../migrate/check.ts"
import { writeDiff } from "../migrate/diff.ts"
import { statusAsJson, statusAsText } from "../migrate/status.ts"
import { loadTarget } from "../migrate/target-file.ts"
import { UsageError } from "../usage.ts"

type Action = (args: readonly string[], options: OptionValues) => Promise<number>

const actions: Readonly<Record<string, Action>> = { diff, up, down, status, check }

/** `maru migrate`: what is done about the schema of the database. */
export async function run({ positionals: [action, ...args], options }: Parsed): Promise<number> {
  if (action !== undefined && Object.hasOwn(actions, action)) return actions[action]!(args, options)
  const found = action === undefined ? "" : `"${action}" is none of them. `
  throw new UsageError(`${found}Say what: maru migrate ${Object.keys(actions).join(" | ")}. See "maru migrate --help".`)
}

async function diff([name, file]: readonly string[], options: OptionValues): Promise<number> {
  if (name === undefined) throw new UsageError(`Give the migration a name: maru migrate diff add_ratings`)
  const target = await loadTarget(file)
  const list = (option: string): readonly string[] => (options[option] ?? []) as readonly string[]
  const wanted = {
    name,
    said: readSaid(list("rename"), list("drop"), list("fill")),
    live: options["database"] === true,
    allowDestructive: options["allow-destructive"] === true,
    empty: options["empty"] === true,
  }
  return say(await (wanted.live ? opened(target, () => writeDiff(target, wanted)) : writeDiff(target, wanted)))
}

async function up([file]: readonly string[], options: OptionValues): Promise<number> {
  const target = await loadTarget(file)
  let count = 0
  const done = (name: string): void => {
    count++
    say(`applied ${name}\n`)
  }
  await opened(target, (migrations) =>
    applyMigrations(target.engine, migrations, { resumeAt: resumeAt(options), done }),
  )
  return count > 0 ? 0 : say("Nothing to apply.\n")
}

async function down(args: readonly string[], options: OptionValues): Promise<number> {
  const counted = /^\d+$/.test(args[0] ?? "")
  const count = counted ? Number(args[0]) : 1
  const target = await loadTarget(counted ? args[1] : args[0])
  let reverted = 0
  const done = (name: string): void => {
    reverted++
    say(`took back ${name}\n`)
  }
  await opened(target, async (migrations) => {
    if (options["allow-destructive"] !== true) await refuseLosses(target, migrations, count)
    await revertMigrations(target.engine, migrations, { count, resumeAt: resumeAt(options), done })
  })
  return reverted > 0 ? 0 : say("Nothing to take back.\n")
}

async function status([file]: readonly string[], options: OptionValues): Promise<number> {
  const target = await loadTarget(file)
  const state = await opened(target, (migrations) => migrationState(target.engine, migrations))
  return say(options["json"] ? statusAsJson(state) : statusAsText(state, coloursFor(process.stdout)))
}

async function check([file]: readonly string[], options: OptionValues): Promise<number> {
  const target = await loadTarget(file)
  const live = options["database"] === true
  const lines = await (live ? opened(target, () => differences(target, true)) : differences(target, false))
  if (lines.length === 0) return say("The models and the migrations agree.\n")
  process.stderr.write(`The models and the migrations differ:\n${lines.join("\n")}\nRun "maru migrate diff NAME".\n`)
  return 1
}

type Folder = NonNullable<MigrationTarget["migrations"]>

/** Does something with the open database, and closes it. */
async function opened<T>(
  { engine, migrations }: MigrationTarget,
  work: (migrations: Folder) => Promise<T>,
): Promise<T> {
  if (migrations === undefined)
    throw new UsageError("The database has no migrations: connect(url, { migrations, models })")
  await engine.open()
  try {
    return await work(migrations)
  } finally {
    await engine.close()
  }
}

/** What is written forward was read by somebody; the way back destroys what was stored since. */
async function refuseLosses({ engine }: MigrationTarget, migrations: Folder, count: number): Promise<void> {
  const { applied } = await migrationState(engine, migrations)
  const last = new Set(applied.slice(-count).map(({ name }) => name))
  const files = (await readMigrations(migrations, engine.dialect.name)).filter(({ name }) => last.has(name))
  const losses = files.flatMap(({ down }) =>
    (down ?? "").split("\n").filter((line) => line.startsWith(destructiveMark)),
  )
  if (losses.length === 0) return
  const list = losses.map((line) => `  ${line.slice(destructiveMark.length).trim()}`).join("\n")
  throw new UsageError(`This destroys what is there:\n${list}\nSay --allow-destructive if that is meant.`)
}

function resumeAt(options: OptionValues): number | undefined {
  const text = options["resume-at"]
  if (text === undefined) return undefined
  if (typeof text === "string" && /^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new UsageError(`--resume-at is ${JSON.stringify(text)}; it is the number of a statement, from 1.`)
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}
