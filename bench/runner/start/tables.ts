import { type Verdict, plainTables } from "../plain-tables.ts"
import type { Row } from "../rows.ts"

/** What Maru is meant to reach. */
const targets = {
  /** Most milliseconds to the first answer of the board. */
  board: { bun: 150, node: 300 },
  /** Most times that hello takes what the raw program with Zod takes. */
  hello: 1.3,
} as const

export function startTables(rows: readonly Row[]): string[] {
  return plainTables(rows, verdicts(rows))
}

function verdicts(rows: readonly Row[]): Verdict[] {
  return rows.filter(({ program }) => program === "maru").flatMap((row) => helloVerdict(row, rows) ?? boardVerdict(row))
}

function helloVerdict(row: Row, rows: readonly Row[]): Verdict | undefined {
  if (row.case !== "hello") return undefined
  const zod = rows.find(
    ({ runtime, program, case: name }) => runtime === row.runtime && name === "hello" && program === "raw+zod",
  )
  if (zod === undefined) return undefined
  const ratio = row.value / zod.value
  const text = `${ratio.toFixed(2)} times raw+zod, the target is ${targets.hello.toFixed(2)} at most`
  return { runtime: row.runtime, case: row.case, text, reached: ratio <= targets.hello }
}

function boardVerdict(row: Row): Verdict[] {
  if (!row.case.startsWith("board")) return []
  const most = targets.board[row.runtime as keyof typeof targets.board]
  const text = `${row.value} ms, the target is ${most} ms at most`
  return [{ runtime: row.runtime, case: row.case, text, reached: row.value <= most }]
}
