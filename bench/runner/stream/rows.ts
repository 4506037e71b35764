import type { StreamCase } from "../../stream/programs.ts"
import type { Cores } from "../cores.ts"
import { type Row, rowOf } from "../rows.ts"
import type { Program } from "../server.ts"
import { median } from "../statistics.ts"

/** One timed run of one program. */
export interface Run {
  readonly program: Program
  readonly case: string
  readonly round: number
  readonly eventsPerSecond: number
  /** Processor time of the server; undefined where the system does not tell. */
  readonly microsecondsPerEvent: number | undefined
  /** Share of its core that the server used, 0 to 1. */
  readonly serverUse: number | undefined
  /** The same of the clients. */
  readonly loadUse: number
  /** Connections that ended too early. */
  readonly lost: number
}

/** One row for each program and case. */
export function rowsOf(
  runs: readonly Run[],
  programs: readonly Program[],
  cases: readonly StreamCase[],
  cores: Cores,
): Row[] {
  return cases.flatMap(({ name, unit, interval }) => {
    const of = (program: Program): Run[] =>
      runs.filter((run) => run.program === program && run.case === name).sort((a, b) => a.round - b.round)
    const values = (program: Program): number[] =>
      of(program).map((run) => (interval === 0 ? run.eventsPerSecond : (run.microsecondsPerEvent ?? Number.NaN)))
    return programs.map((program) => {
      const { runtime } = program
      const raw = programs.find((other) => other.runtime === runtime && other.name === "raw")
      const marked = mark(of(program), interval === 0, cores)
      const series = {
        suite: "stream",
        case: name,
        runtime,
        program: program.name,
        unit,
        values: values(program),
        marked,
      }
      return rowOf(series, raw && values(raw))
    })
  })
}

/** @param saturated whether the server should have had no time left */
function mark(runs: readonly Run[], saturated: boolean, cores: Cores): string | undefined {
  const reasons: string[] = []
  const lost = runs.reduce((sum, run) => sum + run.lost, 0)
  if (lost > 0) reasons.push(`${lost} connections lost`)
  if (cores.server === undefined) reasons.push("not pinned")
  const uses = runs.map((run) => run.serverUse).filter((use) => use !== undefined)
  if (saturated && uses.length > 0 && median(uses) < 0.95) {
    reasons.push(`server used ${(median(uses) * 100).toFixed(0)} % of its core`)
  }
  if (median(runs.map((run) => run.loadUse)) > 0.98) reasons.push("clients at their limit")
  return reasons.length > 0 ? reasons.join(", ") : undefined
}
