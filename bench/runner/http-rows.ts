import type { HttpCase } from "../http/cases.ts"
import type { Cores } from "./cores.ts"
import type { Load } from "./load.ts"
import { type Row, type Series, rowOf } from "./rows.ts"
import type { Program } from "./server.ts"
import { median } from "./statistics.ts"

/** One timed run of one program. */
export interface Run {
  readonly program: Program
  readonly case: string
  readonly round: number
  readonly load: Load
}

/** One row for each program and case, with the ratio to the raw program of the same runtime. */
export function rowsOf(
  runs: readonly Run[],
  asked: readonly Program[],
  cases: readonly HttpCase[],
  cores: Cores,
): Row[] {
  const of = (program: Program, name: string): Run[] =>
    runs.filter((run) => run.program === program && run.case === name).sort((a, b) => a.round - b.round)
  return cases.flatMap(({ name }) =>
    asked.map((program) => {
      const own = of(program, name)
      const raw = asked.find((other) => other.runtime === program.runtime && other.name === "raw")
      const series: Series = {
        suite: "http",
        case: name,
        runtime: program.runtime,
        program: program.name,
        unit: "requests/s",
        values: rates(own),
        marked: mark(own, cores),
      }
      return rowOf(series, raw && rates(of(raw, name)))
    }),
  )
}

const rates = (runs: readonly Run[]): number[] => runs.map((run) => run.load.requestsPerSecond)

function mark(runs: readonly Run[], cores: Cores): string | undefined {
  const reasons: string[] = []
  const errors = runs.reduce((sum, { load: { socketErrors, wrongAnswers } }) => sum + socketErrors + wrongAnswers, 0)
  if (errors > 0) reasons.push(`${errors} errors`)
  if (cores.server === undefined) reasons.push("not pinned")
  const server = use(runs, "serverUse")
  if (server !== undefined && server < 0.95) reasons.push(`server used ${(server * 100).toFixed(0)} % of its core`)
  const client = use(runs, "loadUse")
  if (client !== undefined && client > 0.98) reasons.push("load generator at its limit")
  return reasons.length > 0 ? reasons.join(", ") : undefined
}

function use(runs: readonly Run[], which: "serverUse" | "loadUse"): number | undefined {
  const shares = runs.map((run) => run.load[which]).filter((share) => share !== undefined)
  return shares.length > 0 ? median(shares) : undefined
}
