import { type HttpCase, httpCases } from "../http/cases.ts"
import { checkAnswers, headerNames } from "./answers.ts"
import { type Cores, chooseCores } from "./cores.ts"
import { type Load, load, missingLoadGenerator } from "./load.ts"
import { type Options, chosen } from "./options.ts"
import { type Run, rowsOf } from "./http-rows.ts"
import type { SuiteResult } from "./rows.ts"
import { type Program, serve } from "./server.ts"

const programs: readonly Program[] = [
  { runtime: "bun", name: "raw", file: "http/raw-bun.ts" },
  { runtime: "bun", name: "maru", file: "http/maru.ts" },
  { runtime: "bun", name: "elysia", file: "http/elysia.ts" },
  { runtime: "bun", name: "hono", file: "http/hono-bun.ts" },
  { runtime: "node", name: "raw", file: "http/raw-node.ts" },
  { runtime: "node", name: "maru", file: "http/maru.ts" },
  { runtime: "node", name: "fastify", file: "http/fastify.ts" },
  { runtime: "node", name: "hono", file: "http/hono-node.ts" },
]

interface Schedule {
  readonly rounds: number
  /** Seconds, whole. */
  readonly warmUp: number
  readonly timed: number
}

/** Requests per second of each program in each case. @throws Error when a program answers wrong */
export async function httpSuite(options: Options): Promise<SuiteResult> {
  const missing = missingLoadGenerator()
  if (missing !== undefined) throw new Error(missing)
  const cores = chooseCores()
  if (cores.server === undefined) console.log("Without two cores and taskset nothing is pinned: every row is marked.")
  const asked = chosen(programs, options.only)
  const cases = chosen(httpCases, options.cases)
  await checkAll(asked, cases)
  const schedule = scheduleOf(options)
  const runs: Run[] = []
  for (let round = 0; round < schedule.rounds; round++) {
    for (const httpCase of options.smoke ? ends(cases) : cases)
      runs.push(...(await timeRound(rotated(asked, round), httpCase, round, schedule, cores)))
  }
  if (options.smoke) refuseWrongAnswers(runs)
  return {
    rows: rowsOf(runs, asked, options.smoke ? ends(cases) : cases, cores),
    runs,
    schedule: { ...schedule, pinned: cores.server !== undefined },
  }
}

/** All cases have been checked already: two of them show that the load generator works, with one request and with many. */
function ends(cases: readonly HttpCase[]): HttpCase[] {
  return [...new Set([cases[0]!, cases.at(-1)!])]
}

function scheduleOf({ quick, smoke, rounds, seconds }: Options): Schedule {
  const plan = smoke
    ? { rounds: 1, warmUp: 0, timed: 1 }
    : quick
      ? { rounds: 1, warmUp: 1, timed: 2 }
      : { rounds: 5, warmUp: 1, timed: 3 }
  return { ...plan, rounds: rounds ?? plan.rounds, timed: seconds ?? plan.timed }
}

/** Another program begins each round, so that none always follows the same one. */
function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

async function checkAll(asked: readonly Program[], cases: readonly HttpCase[]): Promise<void> {
  const found: string[] = []
  const headers = new Map<string, string>()
  for (const program of asked) {
    const server = await serve(program, undefined)
    try {
      found.push(...(await checkAnswers(program, server, cases)))
      headers.set(`${program.runtime} ${program.name}`, (await headerNames(server, cases[0]!)).join(", "))
    } finally {
      await server.close()
    }
  }
  for (const runtime of ["bun", "node"]) {
    const [raw, maru] = [headers.get(`${runtime} raw`), headers.get(`${runtime} maru`)]
    if (raw !== undefined && maru !== undefined && raw !== maru) {
      found.push(`raw and maru on ${runtime} send different headers:\n  raw   ${raw}\n  maru  ${maru}`)
    }
  }
  if (found.length > 0) throw new Error(`Wrong answers, so nothing was timed:\n${found.join("\n")}`)
  console.log(`${asked.length} programs answer ${cases.map((httpCase) => httpCase.name).join(", ")} alike.`)
}

/** Each run has a process of its own: what one happens to do well or badly at its start does not stay for all rounds. */
async function timeRound(
  order: readonly Program[],
  httpCase: HttpCase,
  round: number,
  schedule: Schedule,
  cores: Cores,
): Promise<Run[]> {
  const runs: Run[] = []
  for (const program of order) {
    const server = await serve(program, cores.server)
    try {
      if (schedule.warmUp > 0) await load(server, httpCase, schedule.warmUp, cores)
      const result = await load(server, httpCase, schedule.timed, cores)
      runs.push({ program, case: httpCase.name, round, load: result })
      console.log(line(round, httpCase.name, program, result))
    } finally {
      await server.close()
    }
  }
  return runs
}

function refuseWrongAnswers(runs: readonly Run[]): void {
  const wrong = runs.filter((run) => run.load.wrongAnswers > 0)
  if (wrong.length === 0) return
  const list = wrong.map(
    (run) => `${run.program.name} on ${run.program.runtime}, ${run.case}: ${run.load.wrongAnswers}`,
  )
  throw new Error(`Answers under load of another kind than the case has:\n${list.join("\n")}`)
}

function line(round: number, name: string, program: Program, result: Load): string {
  const { requestsPerSecond, serverUse } = result
  const errors = result.socketErrors + result.wrongAnswers
  const use = serverUse === undefined ? "" : `  ${(serverUse * 100).toFixed(0).padStart(3)} % of its core`
  const rate = Math.round(requestsPerSecond).toLocaleString("en").padStart(9)
  const title = `${program.runtime.padEnd(5)}${program.name.padEnd(9)}`
  return `round ${round + 1}  ${name.padEnd(12)}${title}${rate}/s${use}${errors > 0 ? `  ${errors} errors` : ""}`
}
