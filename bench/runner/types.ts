import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { elysia } from "../types/elysia.ts"
import { fastify } from "../types/fastify.ts"
import type { TypesProgram } from "../types/generator.ts"
import { hono } from "../types/hono.ts"
import { maru } from "../types/maru.ts"
import { start } from "./children.ts"
import { type Options, chosen } from "./options.ts"
import { type Row, type SuiteResult, rowOf } from "./rows.ts"
import { runtimes } from "./server.ts"

const programs: readonly TypesProgram[] = [maru, elysia, fastify, hono]

/** One thing that `tsc --extendedDiagnostics` tells. */
interface Measure {
  readonly name: string
  readonly unit: string
  readonly label: string
  /** What the printed number is divided by. */
  readonly scale: number
}

const measures: readonly Measure[] = [
  { name: "total", unit: "s", label: "Total time", scale: 1 },
  { name: "check", unit: "s", label: "Check time", scale: 1 },
  { name: "instantiations", unit: "thousand", label: "Instantiations", scale: 1000 },
  { name: "memory", unit: "MiB", label: "Memory used", scale: 1024 },
]

interface Run {
  readonly program: string
  readonly round: number
  readonly values: Readonly<Record<string, number>>
}

const generated = fileURLToPath(new URL("../types/generated/", import.meta.url))
const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url))
const framework = fileURLToPath(new URL("../../packages/maru/tsconfig.build.json", import.meta.url))

/** Time that the compiler needs for the same endpoints of each framework. @throws Error when a program does not compile */
export async function typesSuite(options: Options): Promise<SuiteResult> {
  const asked = chosen(programs, options.only)
  const cases = chosen(measures, options.cases)
  const endpoints = options.smoke ? 20 : 200
  const rounds = options.rounds ?? (options.smoke ? 1 : options.quick ? 2 : 5)
  if (asked.includes(maru)) await buildDeclarations()
  for (const program of asked) await prepare(program, endpoints)
  const runs: Run[] = []
  for (let round = 0; round < rounds; round++) {
    for (const program of asked) runs.push(await measure(program, round))
  }
  return { rows: rowsOf(runs, asked, cases), runs, schedule: { rounds, endpoints } }
}

/** Users of the other frameworks get declarations too, so Maru's own sources are not checked here. */
async function buildDeclarations(): Promise<void> {
  const out = `${generated}maru-declarations`
  rmSync(out, { recursive: true, force: true })
  const { output } = await compile(["-p", framework, "--emitDeclarationOnly", "--outDir", out])
  if (!existsSync(`${out}/index.d.ts`)) throw new Error(`The declarations of maru could not be built:\n${output}`)
}

/** Writes a program and makes sure that it compiles and that wrong code in its place does not. */
async function prepare(program: TypesProgram, endpoints: number): Promise<void> {
  const folder = generated + program.name
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/package.json`, `{ "type": "module" }\n`)
  writeFileSync(`${folder}/app.ts`, program.source(endpoints))
  writeFileSync(`${folder}/wrong.ts`, program.wrong())
  writeFileSync(`${folder}/tsconfig.json`, configuration("app.ts", program.paths))
  writeFileSync(`${folder}/tsconfig.wrong.json`, configuration("wrong.ts", program.paths))
  const right = await compile(["-p", folder])
  if (right.code !== 0) throw new Error(`${program.name} does not compile:\n${right.output.slice(0, 4000)}`)
  const wrong = await compile(["-p", `${folder}/tsconfig.wrong.json`])
  const expected = /wrong\.ts.*TS2339: Property 'toUpperCase' does not exist on type 'number'/
  if (!expected.test(wrong.output)) throw new Error(`${program.name} does not infer its types:\n${wrong.output}`)
}

function configuration(file: string, paths: TypesProgram["paths"]): string {
  const compilerOptions = {
    target: "esnext",
    lib: ["esnext"],
    module: "nodenext",
    moduleDetection: "force",
    types: ["node"],
    noEmit: true,
    strict: true,
    allowImportingTsExtensions: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
    ...(paths === undefined ? {} : { paths }),
  }
  return `${JSON.stringify({ compilerOptions, files: [file] }, null, 2)}\n`
}

async function measure(program: TypesProgram, round: number): Promise<Run> {
  const { output } = await compile(["-p", generated + program.name, "--extendedDiagnostics"])
  const values = Object.fromEntries(measures.map((one) => [one.name, printed(output, one)]))
  const shown = measures.map(({ name, unit }) => `${name} ${values[name]!.toFixed(unit === "s" ? 3 : 0)} ${unit}`)
  console.log(`round ${round + 1}  ${program.name.padEnd(9)} ${shown.join(", ")}`)
  return { program: program.name, round, values }
}

function printed(output: string, { label, scale }: Measure): number {
  const text = new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1]
  if (text === undefined) throw new Error(`The compiler printed no "${label}":\n${output}`)
  return Number(text) / scale
}

function compile(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = start([runtimes.node, compiler, ...args], { stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding("utf8").on("data", (piece) => (output += piece))
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (code) => resolve({ code, output }))
  })
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
