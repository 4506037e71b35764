import type { Times } from "../../data/process.ts"
import { type Row, rowOf } from "../rows.ts"
import { median } from "../statistics.ts"
import type { DataProgram } from "./programs.ts"
import type { DataCase } from "./targets.ts"

/** One process of one program. */
export interface DataRun {
  readonly program: DataProgram
  readonly round: number
  readonly times: Times
}

/**
 * One row for each program and case that it has. `raw` stands for the driver that is fastest in a case, and is what the
 * ratios are taken to.
 */
export function dataRows(runs: readonly DataRun[], asked: readonly DataProgram[], cases: readonly DataCase[]): Row[] {
  return cases.flatMap(({ name }) =>
    asked.flatMap((program) => {
      const values = valuesOf(runs, program, name)
      if (values.length === 0) return []
      const raw = fastestRaw(runs, asked, program, name)
      const row = (title: string): Row => {
        const { engine, runtime } = program
        const series = { suite: "data", engine, case: name, runtime, program: title, unit: "µs", values }
        return rowOf(series, raw && valuesOf(runs, raw, name))
      }
      return program === raw ? [row("raw"), row(program.name)] : [row(program.name)]
    }),
  )
}

function fastestRaw(
  runs: readonly DataRun[],
  asked: readonly DataProgram[],
  { engine, runtime }: DataProgram,
  name: string,
): DataProgram | undefined {
  const middle = (program: DataProgram): number => median(valuesOf(runs, program, name))
  return asked
    .filter((other) => other.raw && other.engine === engine && other.runtime === runtime)
    .filter((other) => valuesOf(runs, other, name).length > 0)
    .sort((a, b) => middle(a) - middle(b))[0]
}

/** Microseconds of the processor, by round. */
function valuesOf(runs: readonly DataRun[], program: DataProgram, name: string): number[] {
  return runs
    .filter((run) => run.program === program && run.times[name] !== undefined)
    .sort((a, b) => a.round - b.round)
    .map((run) => run.times[name]!.processor)
}
