import { helloCase, helloPrograms } from "../../hello/programs.ts"
import { writeDataFile } from "../../http/files.ts"
import { checkAnswers } from "../answers.ts"
import { buildMaru } from "../built-maru.ts"
import { type Cores, chooseCores } from "../cores.ts"
import { load, missingLoadGenerator } from "../load.ts"
import { type Options, chosen } from "../options.ts"
import type { SuiteResult } from "../rows.ts"
import { type Program, serve } from "../server.ts"
import { memoryOf } from "./resident.ts"
import { type Run, rowsOf } from "./rows.ts"
import { type Soak, soak } from "./soak.ts"

interface Schedule {
  readonly rounds: number
  /** At least so many; the load generator counts seconds. */
  readonly requests: number
  /** Seconds without a request before the memory is looked at. */
  readonly settle: number
  readonly soakSeconds: number
}

const cases = [{ name: "idle" }, { name: "loaded" }, { name: "soak" }]
const soaked: readonly Program[] = [
  { runtime: "bun", name: "maru", file: "http/soaked.ts" },
  { runtime: "node", name: "maru", file: "http/soaked.ts" },
]

/** Memory of hello programs, and whether that of Maru stays the same. @throws Error when a program answers wrong */
export async function memorySuite(options: Options): Promise<SuiteResult> {
  const missing = missingLoadGenerator()
  if (missing !== undefined) throw new Error(missing)
  const cores = chooseCores()
  const schedule = scheduleOf(options)
  const asked = new Set(chosen(cases, options.cases).map(({ name }) => name))
  const programs = chosenPrograms(options)
  const runs: Run[] = []
  if (asked.has("idle") || asked.has("loaded")) {
    await buildMaru()
    for (let round = 0; round < schedule.rounds; round++)
      runs.push(...(await timeRound(programs, round, schedule, cores)))
  }
  const soaks = asked.has("soak") ? await soakAll(programs, schedule, cores) : []
  const rows = rowsOf(runs, soaks, programs).filter((row) => asked.has(row.case))
  return { rows, runs: [...runs, ...soaks], schedule: { ...schedule, pinned: cores.server !== undefined } }
}

/** The shortest run shows that memory can be read and that the two that matter most answer. */
function chosenPrograms({ only, smoke }: Options): Program[] {
  return chosen(helloPrograms, smoke && only.length === 0 ? ["raw", "maru"] : only)
}

function scheduleOf({ quick, smoke, rounds, soak }: Options): Schedule {
  const plan = smoke
    ? { rounds: 1, requests: 1, settle: 0, soakSeconds: 2 }
    : quick
      ? { rounds: 1, requests: 1, settle: 0.2, soakSeconds: 6 }
      : { rounds: 5, requests: 100_000, settle: 2, soakSeconds: 600 }
  return { ...plan, rounds: rounds ?? plan.rounds, soakSeconds: soak === undefined ? plan.soakSeconds : soak * 60 }
}

async function timeRound(
  programs: readonly Program[],
  round: number,
  schedule: Schedule,
  cores: Cores,
): Promise<Run[]> {
  const runs: Run[] = []
  const first = round % programs.length
  for (const program of [...programs.slice(first), ...programs.slice(0, first)]) {
    const run = await measure(program, round, schedule, cores)
    const [idle, loaded] = [run.idle, run.loaded].map(({ resident }) => `${resident.toFixed(1).padStart(6)} MiB`)
    const title = `${program.runtime.padEnd(5)}${program.name.padEnd(9)}`
    console.log(
      `round ${round + 1}  ${title}${idle} idle ${loaded} after ${run.requests.toLocaleString("en")} requests`,
    )
    runs.push(run)
  }
  return runs
}

async function measure(program: Program, round: number, schedule: Schedule, cores: Cores): Promise<Run> {
  const server = await serve(program, cores.server)
  try {
    const wrong = await checkAnswers(program, server, [helloCase])
    if (wrong.length > 0) throw new Error(`Wrong answers, so nothing was measured:\n${wrong.join("\n")}`)
    await sleep(schedule.settle)
    const idle = memoryOf(server.pid)
    let requests = 0
    let errors = 0
    while (requests < schedule.requests) {
      const result = await load(server, helloCase, 1, cores)
      requests += Math.floor(result.requestsPerSecond)
      errors += result.socketErrors + result.wrongAnswers
      if (result.requestsPerSecond < 1) throw new Error(`${program.file} on ${program.runtime} answers nothing.`)
    }
    await sleep(schedule.settle)
    return { program, round, idle, loaded: memoryOf(server.pid), requests, errors }
  } finally {
    await server.close()
  }
}

async function soakAll(programs: readonly Program[], { soakSeconds }: Schedule, cores: Cores): Promise<Soak[]> {
  // The program of the suite http does not start without the file that it serves.
  writeDataFile()
  const soaks: Soak[] = []
  for (const program of soaked) {
    if (!programs.some(({ runtime, name }) => runtime === program.runtime && name === program.name)) continue
    console.log(`${program.name} on ${program.runtime} is under load for ${soakSeconds} s.`)
    const found = await soak(program, soakSeconds, cores)
    const range = (of: "kept" | "resident"): string => {
      const values = found.samples.map((sample) => sample[of])
      return `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)} MiB ${of}`
    }
    console.log(`  ${range("kept")}, over the last half ${found.slope.toFixed(2)} MiB a minute; ${range("resident")}`)
    soaks.push(found)
  }
  return soaks
}

const sleep = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
