import { type Verdict, plainTables } from "../plain-tables.ts"
import type { Row } from "../rows.ts"

/** Least share of the events of the raw program that Maru is meant to deliver. */
const target = 0.95

export function streamTables(rows: readonly Row[]): string[] {
  return plainTables(
    rows,
    rows.filter(({ program, case: name }) => program === "maru" && name === "sse").flatMap(verdict),
  )
}

function verdict({ runtime, case: name, ratioToRaw }: Row): Verdict[] {
  if (ratioToRaw === null) return []
  const text = `${ratioToRaw.toFixed(2)} of raw, the target is ${target} at least`
  return [{ runtime, case: name, text, reached: ratioToRaw >= target }]
}
