import { type Row, rowOf } from "../rows.ts"
import type { Program } from "../server.ts"
import type { Memory } from "./resident.ts"
import type { Soak } from "./soak.ts"

/** One process of one program. */
export interface Run {
  readonly program: Program
  readonly round: number
  readonly idle: Memory
  readonly loaded: Memory
  readonly requests: number
  readonly errors: number
}

export function rowsOf(runs: readonly Run[], soaks: readonly Soak[], programs: readonly Program[]): Row[] {
  const measured = programs.filter((program) => runs.some((run) => run.program === program))
  return [...measured.flatMap((program) => rowsOfProgram(program, runs)), ...soaks.map(soakRow)]
}

function rowsOfProgram(program: Program, runs: readonly Run[]): Row[] {
  const { runtime, name } = program
  const inOrder = [...runs].sort((a, b) => a.round - b.round)
  const own = inOrder.filter((run) => run.program === program)
  const raw = inOrder.filter((run) => run.program.runtime === runtime && run.program.name === "raw")
  const errors = own.reduce((sum, run) => sum + run.errors, 0)
  return (["idle", "loaded"] as const).map((when) => {
    const of = (list: readonly Run[]): number[] => list.map((run) => run[when].resident)
    const marked = when === "loaded" && errors > 0 ? `${errors} errors` : undefined
    const series = { suite: "memory", case: when, runtime, program: name, unit: "MiB", values: of(own), marked }
    return rowOf(series, raw.length > 0 ? of(raw) : undefined)
  })
}

function soakRow({ program: { runtime, name }, slope, wrongAnswers }: Soak): Row {
  const marked = wrongAnswers > 0 ? `${wrongAnswers} wrong answers` : undefined
  const series = { suite: "memory", case: "soak", runtime, program: name, unit: "MiB/min", values: [slope], marked }
  return rowOf(series, undefined)
}
