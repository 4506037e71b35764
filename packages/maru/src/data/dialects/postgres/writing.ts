import type { InsertStep, Step } from "../../engine.ts"
import { Execution } from "./connection/exchange.ts"
import { arraysOf, insertOfMany, keysInOrder } from "./inserts.ts"

/** Most rows of one INSERT. */
const rowsAtOnce = 5000

/** A statement that writes rows of a step. */
export interface Writing {
  readonly step: Step
  readonly execution: Execution
  /** The first of its rows. */
  readonly first: number
  readonly count: number
}

/** The statements of a step: one for each row, or one for many rows that are inserted. */
export function* writingsOf(step: Step): Generator<Writing> {
  const { count, insert, statement } = step
  if (insert && insert.columns.length > 0 && count > 1) return yield* insertsOf({ ...step, insert }, step)
  for (let first = 0; first < count; first++) {
    yield { step, execution: new Execution(statement, step.parameters(first)), first, count: 1 }
  }
}

function* insertsOf(many: Step & { readonly insert: InsertStep }, step: Step): Generator<Writing> {
  const statement = insertOfMany(many)
  for (let first = 0; first < step.count; first += rowsAtOnce) {
    const count = Math.min(rowsAtOnce, step.count - first)
    const rows = Array.from({ length: count }, (_, place) => step.parameters(first + place))
    yield { step, execution: new Execution(statement, arraysOf(rows)), first, count }
  }
}

/** Tells the step what came of its rows. */
export function written({ step, execution, first, count }: Writing): void {
  if (count === 1) return step.done(first, { changes: execution.count, key: keyOf(execution.rows[0]) })
  if (execution.count !== count)
    throw new Error(`${step.table.label}: ${execution.count} of ${count} rows were inserted.`)
  const keys = keysInOrder(execution.rows.map(keyOf))
  for (let place = 0; place < count; place++) step.done(first + place, { changes: 1, key: keys[place] ?? 0 })
}

function keyOf(row: readonly unknown[] | undefined): number | bigint {
  return (row?.[0] as number | bigint | undefined) ?? 0
}
