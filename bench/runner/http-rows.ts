import type { Group } from "../http/groups.ts"
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
export function rowsOf(runs: readonly Run[], { programs, cases }: Group, cores: Cores): Row[] {
  const of = (program: Program, name: string): Run[] =>
    runs.filter((run) => run.program === program && run.case === name).sort((a, b) => a.round - b.round)
  const row = (program: Program, name: string, kind: Kind): Row => {
    const own = of(program, name)
    const raw = programs.find((other) => other.runtime === program.runtime && other.name === "raw")
    const series: Series = {
      suite: "http",
      case: name + kind.suffix,
      runtime: program.runtime,
      program: program.name,
      unit: kind.unit,
      values: kind.values(own),
      marked: mark(own, cores, kind),
    }
    return rowOf(series, raw && kind.values(of(raw, name)))
  }
  return cases.flatMap(({ name, waitsForDisk }) =>
    (waitsForDisk ? [byClock, byProcessor] : [byClock]).flatMap((kind) =>
      programs.map((program) => row(program, name, kind)),
    ),
  )
}

/** What is told of the same runs. */
interface Kind {
  /** Behind the name of the case. */
  readonly suffix: string
  readonly unit: string
  values(runs: readonly Run[]): number[]
}

const byClock: Kind = { suffix: "", unit: "requests/s", values: (runs) => rates(runs) }

/** Without the time in which the server waits for the disk: requests in each second that it computes. */
const byProcessor: Kind = {
  suffix: "-processor",
  unit: "requests/s of processor time",
  values: (runs) => runs.map(({ load }) => load.requestsPerSecond / (load.serverUse ?? Number.NaN)),
}

const rates = (runs: readonly Run[]): number[] => runs.map((run) => run.load.requestsPerSecond)

function mark(runs: readonly Run[], cores: Cores, kind: Kind): string | undefined {
  const reasons: string[] = []
  const errors = runs.reduce((sum, { load: { socketErrors, wrongAnswers } }) => sum + socketErrors + wrongAnswers, 0)
  if (errors > 0) reasons.push(`${errors} errors`)
  if (cores.server === undefined) reasons.push("not pinned")
  const server = use(runs, "serverUse")
  if (kind === byClock && server === undefined) reasons.push("processor time could not be read")
  if (kind === byClock && server !== undefined && server < 0.95)
    reasons.push(`server used ${(server * 100).toFixed(0)} % of its core`)
  const client = use(runs, "loadUse")
  if (client !== undefined && client > 0.98) reasons.push("load generator at its limit")
  return reasons.length > 0 ? reasons.join(", ") : undefined
}

function use(runs: readonly Run[], which: "serverUse" | "loadUse"): number | undefined {
  const shares = runs.map((run) => run.load[which]).filter((share) => share !== undefined)
  return shares.length > 0 ? median(shares) : undefined
}
