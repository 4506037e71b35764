import { type Verdict, plainTables } from "../plain-tables.ts"
import type { Row } from "../rows.ts"

/** What Maru is meant to reach. */
const targets = {
  /** Most MiB more than the raw program has. */
  overRaw: 25,
  /** MiB a minute, up or down, that count as no change. */
  slope: 0.5,
  /** Of this program on each runtime it has to stay below. */
  peers: { bun: "elysia", node: "fastify" },
} as const

/** A shorter soak shows how the memory of a young process grows, and nothing of a leak. */
const judgedFrom = 300

/** @param soakSeconds how long Maru was under load */
export function memoryTables(rows: readonly Row[], soakSeconds: number): string[] {
  const verdicts = rows
    .filter(({ program }) => program === "maru")
    .flatMap((row) => (row.case === "soak" ? soakVerdict(row, soakSeconds) : memoryVerdicts(row, rows)))
  return plainTables(rows, verdicts)
}

function memoryVerdicts(row: Row, rows: readonly Row[]): Verdict[] {
  const of = (name: string): number | undefined =>
    rows.find((other) => other.runtime === row.runtime && other.case === row.case && other.program === name)?.value
  const peer = targets.peers[row.runtime as keyof typeof targets.peers]
  const [raw, other] = [of("raw"), of(peer)]
  const found = { runtime: row.runtime, case: row.case }
  const verdicts: Verdict[] = []
  if (raw !== undefined) {
    const more = row.value - raw
    const text = `${more.toFixed(1)} MiB more than raw, the target is ${targets.overRaw} at most`
    verdicts.push({ ...found, text, reached: more <= targets.overRaw })
  }
  if (other !== undefined) {
    const text = `${row.value} MiB, ${peer} has ${other} and the target is less`
    verdicts.push({ ...found, text, reached: row.value < other })
  }
  return verdicts
}

function soakVerdict(row: Row, soakSeconds: number): Verdict[] {
  if (soakSeconds < judgedFrom) return []
  const text = `${row.value} MiB a minute, the target is ${targets.slope} at most, up or down`
  return [{ runtime: row.runtime, case: row.case, text, reached: Math.abs(row.value) <= targets.slope }]
}
