import type { Cores } from "../cores.ts"
import { type Row, rowOf } from "../rows.ts"
import type { Program } from "../server.ts"
import type { StartCase } from "./programs.ts"

/** One start of one program. */
export interface Run {
  readonly program: Program
  readonly case: string
  readonly round: number
  readonly milliseconds: number
}

/** One row for each program and case, with the ratio to the raw program of the same runtime where there is one. */
export function rowsOf(runs: readonly Run[], cases: readonly StartCase[], cores: Cores): Row[] {
  const times = (program: Program, name: string): number[] =>
    runs
      .filter((run) => run.program === program && run.case === name)
      .sort((a, b) => a.round - b.round)
      .map((run) => run.milliseconds)
  return cases.flatMap(({ name, programs }) =>
    programs.map((program) => {
      const raw = programs.find((other) => other.runtime === program.runtime && other.name === "raw")
      const series = {
        suite: "start",
        case: name,
        runtime: program.runtime,
        program: program.name,
        unit: "ms",
        values: times(program, name),
        marked: cores.server === undefined ? "not pinned" : undefined,
      }
      return rowOf(series, raw && times(raw, name))
    }),
  )
}
