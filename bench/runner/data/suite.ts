import { fileURLToPath } from "node:url"
import type { Schedule as ProcessSchedule, Times } from "../../data/process.ts"
import { start } from "../children.ts"
import { type Options, chosen } from "../options.ts"
import type { SuiteResult } from "../rows.ts"
import { runtimes } from "../server.ts"
import { type Template, postgresTemplate, sqliteTemplate } from "./databases.ts"
import { type DataProgram, type EngineName, dataPrograms, generatePrismaClient } from "./programs.ts"
import { type DataRun, dataRows } from "./rows.ts"
import { type DataCase, dataCases } from "./targets.ts"

interface Schedule {
  readonly rounds: number
  /** Milliseconds that each case runs before it is timed, and while it is. */
  readonly warm: number
  readonly timed: number
}

/**
 * Processor time of small units of work with each library. The part on PostgreSQL is measured where the
 * environment names a server in POSTGRES_URL.
 *
 * @throws Error when a program reads or writes wrong
 */
export async function dataSuite(options: Options): Promise<SuiteResult> {
  const cases = chosen(dataCases, options.cases)
  const schedule = scheduleOf(options)
  const templates = await makeTemplates(options.engines)
  const asked = chosen(dataPrograms, options.only).filter(({ engine }) => templates.has(engine))
  if (asked.some(({ name }) => name === "prisma")) generatePrismaClient()
  const runs: DataRun[] = []
  try {
    for (let round = 0; round < schedule.rounds; round++) {
      const first = round % asked.length
      for (const program of [...asked.slice(first), ...asked.slice(0, first)]) {
        const times = await runProcess(program, await templates.get(program.engine)!.copy(), cases, schedule)
        runs.push({ program, round, times })
        console.log(line(round, program, times))
      }
    }
  } finally {
    for (const template of templates.values()) await template.remove()
  }
  return { rows: dataRows(runs, asked, cases), runs, schedule: { ...schedule } }
}

function scheduleOf({ quick, smoke, rounds, seconds }: Options): Schedule {
  const plan = smoke
    ? { rounds: 1, warm: 20, timed: 30 }
    : quick
      ? { rounds: 1, warm: 50, timed: 100 }
      : { rounds: 5, warm: 300, timed: 600 }
  const timed = seconds === undefined ? plan.timed : seconds * 1000
  return { ...plan, rounds: rounds ?? plan.rounds, timed }
}

async function makeTemplates(engines: readonly string[]): Promise<Map<EngineName, Template>> {
  const made = new Map<EngineName, Template>()
  const wanted = (engine: EngineName): boolean => engines.length === 0 || engines.includes(engine)
  const url = process.env["POSTGRES_URL"]
  if (wanted("sqlite")) made.set("sqlite", sqliteTemplate())
  if (wanted("postgres") && url) made.set("postgres", await postgresTemplate(url))
  if (wanted("postgres") && !url) console.log("Without POSTGRES_URL the rows on PostgreSQL are left out.")
  return made
}

const folder = fileURLToPath(new URL("../../data/", import.meta.url))

async function runProcess(
  program: DataProgram,
  place: string,
  cases: readonly DataCase[],
  { warm, timed }: Schedule,
): Promise<Times> {
  const names = cases.filter(({ engines }) => engines.includes(program.engine)).map(({ name }) => name)
  const schedule: ProcessSchedule = { cases: names, warm, timed }
  const command = [runtimes[program.runtime], "process.ts", program.file, place, JSON.stringify(schedule)]
  const child = start(command, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", NO_COLOR: "1" },
  })
  let [output, errors] = ["", ""]
  child.stdout!.setEncoding("utf8").on("data", (piece) => (output += piece))
  child.stderr!.setEncoding("utf8").on("data", (piece) => (errors += piece))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject)
    child.once("close", resolve)
  })
  if (code === 0) return JSON.parse(output.trimEnd().split("\n").at(-1)!) as Times
  throw new Error(`${program.name} on ${program.runtime} failed:\n${output}${errors}`)
}

function line(round: number, { engine, runtime, name }: DataProgram, times: Times): string {
  const shown = Object.entries(times).map(([name, { processor }]) => `${name} ${processor.toPrecision(3)}`)
  return `round ${round + 1}  ${engine.padEnd(9)}${runtime.padEnd(5)}${name.padEnd(15)} ${shown.join("  ")} µs`
}
