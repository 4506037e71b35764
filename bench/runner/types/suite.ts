import { elysia } from "../../types/elysia.ts"
import { fastify } from "../../types/fastify.ts"
import type { TypesProgram } from "../../types/generator.ts"
import { hono } from "../../types/hono.ts"
import { maru } from "../../types/maru.ts"
import { type Options, chosen } from "../options.ts"
import { type Row, type SuiteResult, rowOf } from "../rows.ts"
import { compile } from "./compiler.ts"
import { completionTime } from "./editor.ts"
import { buildDeclarations, prepare, projectOf } from "./projects.ts"

const programs: readonly TypesProgram[] = [maru, elysia, fastify, hono]

interface Measure {
  readonly name: string
  readonly unit: string
}

/** One thing that `tsc --extendedDiagnostics` tells. */
interface Printed extends Measure {
  readonly label: string
  /** What the printed number is divided by. */
  readonly scale: number
}

const printedMeasures: readonly Printed[] = [
  { name: "total", unit: "s", label: "Total time", scale: 1 },
  { name: "check", unit: "s", label: "Check time", scale: 1 },
  { name: "instantiations", unit: "thousand", label: "Instantiations", scale: 1000 },
  { name: "memory", unit: "MiB", label: "Memory used", scale: 1024 },
]
const completion: Measure = { name: "completion", unit: "ms" }
const measures: readonly Measure[] = [...printedMeasures, completion]

interface Run {
  readonly program: string
  readonly round: number
  readonly values: Readonly<Record<string, number>>
}

/** Time that compiler and editor need for the same endpoints of each framework. @throws Error when a program does not compile */
export async function typesSuite(options: Options): Promise<SuiteResult> {
  const asked = chosen(programs, options.only)
  const cases = chosen(measures, options.cases)
  const endpoints = options.smoke ? 20 : 200
  const rounds = options.rounds ?? (options.smoke || options.quick ? 1 : 5)
  if (asked.includes(maru)) await buildDeclarations()
  for (const program of asked) await prepare(program, endpoints)
  const runs: Run[] = []
  for (let round = 0; round < rounds; round++) {
    for (const program of asked) runs.push(await measure(program, endpoints, round))
  }
  return { rows: rowsOf(runs, asked, cases), runs, schedule: { rounds, endpoints } }
}

async function measure(program: TypesProgram, endpoints: number, round: number): Promise<Run> {
  const { output } = await compile(["-p", projectOf(program), "--extendedDiagnostics"])
  const values = Object.fromEntries(printedMeasures.map((one) => [one.name, printed(output, one)]))
  values[completion.name] = await completionTime(program, endpoints)
  const shown = measures.map(({ name, unit }) => `${name} ${values[name]!.toFixed(unit === "s" ? 3 : 0)} ${unit}`)
  console.log(`round ${round + 1}  ${program.name.padEnd(9)} ${shown.join(", ")}`)
  return { program: program.name, round, values }
}

function printed(output: string, { label, scale }: Printed): number {
  const text = new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1]
  if (text === undefined) throw new Error(`The compiler printed no "${label}":\n${output}`)
  return Number(text) / scale
}

function rowsOf(runs: readonly Run[], asked: readonly TypesProgram[], cases: readonly Measure[]): Row[] {
  return asked.flatMap((program) =>
    cases.map(({ name, unit }) => {
      const values = runs.filter((run) => run.program === program.name).map((run) => run.values[name]!)
      return rowOf(
        { suite: "types", case: name, runtime: "typescript", program: program.name, unit, values },
        undefined,
      )
    }),
  )
}
