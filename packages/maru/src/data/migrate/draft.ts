import { type DialectName, dialectSchemas } from "../dialects/schemas.ts"
import { type Answers, reversed } from "./diff/answers.ts"
import type { Spelling } from "./diff/comparison.ts"
import { diff } from "./diff/diff.ts"
import { type Loss, lossesOf } from "./diff/loss.ts"
import type { Operation } from "./diff/operation.ts"
import { placeholder } from "./diff/placeholder.ts"
import type { Schema } from "./schema/schema.ts"

/** A migration as it would be written. */
export interface Draft {
  readonly operations: readonly Operation[]
  readonly up: string
  readonly down: string
  /** What it loses for good. */
  readonly losses: readonly Loss[]
}

/** How a line begins that tells of a statement which loses something for good. */
export const destructiveMark = "-- Destructive:"

/** The migration from one schema to another, undefined where they are the same. */
export function draftMigration(
  from: Schema,
  to: Schema,
  dialect: DialectName,
  answers: Answers,
  spelling: Spelling,
): Draft | undefined {
  const operations = diff(from, to, answers, spelling)
  if (operations.length === 0) return undefined
  const back = reversed(answers)
  const fills = new Map(lostValues(to, from, back, dialect))
  const backwards = diff(to, from, { ...back, fills }, spelling)
  return {
    operations,
    up: textOf(operations, from, to, dialect, []),
    down: textOf(backwards, to, from, dialect, [...fills.keys()]),
    losses: operations.flatMap((operation) => lossesOf(operation)),
  }
}

/** @param filled columns whose values are lost, "table.column" */
function textOf(
  operations: readonly Operation[],
  from: Schema,
  to: Schema,
  dialect: DialectName,
  filled: readonly string[],
): string {
  const losses = operations.flatMap((operation) => lossesOf(operation))
  const notes = [
    ...losses.map(({ text }) => `${destructiveMark} ${text}.\n`),
    ...filled.map((place) => `-- The values of ${place} are lost: each row gets one that stands for nothing.\n`),
  ]
  const statements = dialectSchemas[dialect].statements(operations, from, to).map((statement) => `${statement};\n`)
  return [...(notes.length > 0 ? [notes.join("")] : []), ...statements].join("\n")
}

/** Values for the required columns that the way back adds again. */
function lostValues(from: Schema, to: Schema, answers: Answers, dialect: DialectName): [string, string][] {
  return diff(from, to, answers).flatMap((step): [string, string][] => {
    if (step.kind !== "add column") return []
    const { table, column } = step
    if (column.nullable || column.default !== undefined || column.generated) return []
    const owner = to.tables.find(({ name }) => name === table)!
    const value = dialectSchemas[dialect].literal(placeholder(owner, column), column.type)
    return [[`${table}.${column.name}`, value]]
  })
}
