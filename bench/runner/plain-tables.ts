import { count, distinct, markdown, title } from "./markdown.ts"
import type { Row } from "./rows.ts"

/** What Maru is meant to reach in a case, and what it did. */
export interface Verdict {
  readonly runtime: string
  readonly case: string
  /** A sentence with both numbers, such as "1.21 times raw+zod, the target is 1.30 at most". */
  readonly text: string
  readonly reached: boolean
}

/** One table for each runtime: a line for each program, a column for each case. Below it, how Maru stands to its targets. */
export function plainTables(rows: readonly Row[], verdicts: readonly Verdict[]): string[] {
  return distinct(rows.map(({ runtime }) => runtime)).flatMap((runtime) => {
    const own = rows.filter((row) => row.runtime === runtime)
    const said = verdicts.filter((verdict) => verdict.runtime === runtime)
    return said.length === 0 ? [table(runtime, own)] : [table(runtime, own), said.map(line).join("\n")]
  })
}

function table(runtime: string, own: readonly Row[]): string {
  const cases = distinct(own.map((row) => row.case))
  const unitOf = (name: string): string => own.find((row) => row.case === name)!.unit
  const head = [title(runtime), ...cases.map((name) => `\`${name}\`, ${unitOf(name)}`)]
  const lines = distinct(own.map(({ program }) => program)).map((program) => [
    program,
    ...cases.map((name) => cell(own.find((row) => row.program === program && row.case === name))),
  ])
  return markdown(head, lines)
}

function cell(row: Row | undefined): string {
  if (row === undefined) return "–"
  const { value, low, high, ratioToRaw, marked } = row
  const spread = low === high ? "" : ` (${count(low)}–${count(high)})`
  const ratio = ratioToRaw === null ? "" : ` · ${ratioToRaw.toFixed(2)}`
  return `${count(value)}${spread}${ratio}${marked ? " \\*" : ""}`
}

const line = (verdict: Verdict): string =>
  `- \`${verdict.case}\`: ${verdict.text}: ${verdict.reached ? "reached" : "**not reached**"}`
