import { writeFile } from "node:fs/promises"
import { join, relative } from "node:path"
import { dialectSchemas } from "../../data/dialects/schemas.ts"
import { describeOperation } from "../../data/migrate/diff/description.ts"
import { type Question, questionsOf } from "../../data/migrate/diff/question.ts"
import type { Draft } from "../../data/migrate/draft.ts"
import { downName } from "../../data/migrate/folder.ts"
import { snapshotFile, writeSnapshot } from "../../data/migrate/schema/snapshot.ts"
import type { MigrationTarget } from "../../data/migrate/target.ts"
import { UsageError } from "../usage.ts"
import { type Said, answersFor, checkSaid } from "./answers.ts"
import { type Plan, draftOf, plansOf } from "./plan.ts"
import { answer } from "./questions.ts"

/** What `maru migrate diff` was told. */
export interface DiffOptions {
  readonly name: string
  readonly said: Said
  /** Compare with the live database, which is open. */
  readonly live: boolean
  readonly allowDestructive: boolean
  /** Write a migration even if there is nothing to change. */
  readonly empty: boolean
}

/** `maru migrate diff`: writes what makes the database fit the models. Resolves to what it has to say. */
export async function writeDiff(target: MigrationTarget, options: DiffOptions): Promise<string> {
  const slug = slugOf(options.name)
  const plans = await plansOf(target, options.live)
  await settle(plans, options.said)
  const drafts = plans.map((plan) => ({ plan, draft: draft(plan, options.said) }))
  if (!options.allowDestructive)
    refuseLosses(
      drafts.flatMap(({ draft }) => draft ?? []),
      options.said,
    )
  const number = String(Math.max(...plans.map(({ last }) => last)) + 1).padStart(4, "0")
  const lines: string[] = []
  for (const { plan, draft } of drafts) {
    if (draft || options.empty) lines.push(...(await write(plan, draft ?? nothing, `${number}_${slug}.sql`)))
    await writeFile(join(plan.folder, snapshotFile), writeSnapshot(plan.to, plan.dialect))
  }
  return lines.length > 0
    ? `${lines.join("\n")}\n`
    : "The models say what the migrations say: there is nothing to write.\n"
}

const nothing: Draft = {
  operations: [],
  up: "-- Write the statements of this migration here.\n",
  down: "-- Write the statements that take it back here.\n",
  losses: [],
}

/** A name as it can be in a file's: "Add ratings" is "add_ratings". */
function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "")
  if (slug !== "") return slug
  throw new UsageError(`"${name}" is no name for a file. Use letters and digits.`)
}

/** Asks until nothing is open. */
async function settle(plans: readonly Plan[], said: Said): Promise<void> {
  checkSaid(
    said,
    plans.map(({ from }) => from),
    plans.map(({ to }) => to),
  )
  for (;;) {
    const questions = new Map<string, Question>()
    for (const plan of plans) {
      for (const question of questionsOf(plan.from, plan.to, answersOf(plan, said)))
        questions.set(question.place, question)
    }
    if (questions.size === 0) return
    await answer(first([...questions.values()]), said)
  }
}

/** Without those that another answer may settle: a column that was only renamed has its values. */
function first(questions: readonly Question[]): Question[] {
  const candidates = new Set(questions.flatMap((each) => (each.kind === "rename" ? each.candidates : [])))
  return questions.filter(({ kind, place }) => kind === "rename" || !candidates.has(place))
}

function answersOf({ dialect, to }: Plan, said: Said): ReturnType<typeof answersFor> {
  return answersFor(said, to, (text, type) => dialectSchemas[dialect].literal(text, type))
}

function draft(plan: Plan, said: Said): Draft | undefined {
  return draftOf(plan, answersOf(plan, said))
}

function refuseLosses(drafts: readonly Draft[], { drops }: Said): void {
  const losses = drafts.flatMap((draft) => draft.losses).filter(({ place }) => !drops.has(place))
  if (losses.length === 0) return
  const list = [...new Set(losses.map(({ text }) => `  ${text}`))].join("\n")
  throw new UsageError(`This migration destroys what is there:\n${list}\nSay --allow-destructive if that is meant.`)
}

async function write({ folder }: Plan, { operations, up, down }: Draft, name: string): Promise<string[]> {
  const files = [
    [name, up],
    [downName(name), down],
  ] as const
  for (const [file, text] of files) await writeFile(join(folder, file), text, { flag: "wx" })
  const shown = files.map(([file]) => relative(process.cwd(), join(folder, file)))
  return [...shown, ...operations.map((operation) => `  ${describeOperation(operation)}`)]
}
