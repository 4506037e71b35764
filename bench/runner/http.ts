import type { HttpCase } from "../http/cases.ts"
import { writeDataFile } from "../http/files.ts"
import { type Group, groups } from "../http/groups.ts"
import { checkAnswers, headerNames } from "./answers.ts"
import { buildAll } from "./build.ts"
import { type Cores, chooseCores } from "./cores.ts"
import { type Load, load, missingLoadGenerator } from "./load.ts"
import { type Options, chosen } from "./options.ts"
import { type Run, rowsOf } from "./http-rows.ts"
import { type Places, placesOf } from "./places.ts"
import { installed } from "./python.ts"
import type { Row, SuiteResult } from "./rows.ts"
import { type Program, serve } from "./server.ts"

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
  writeDataFile()
  const schedule = scheduleOf(options)
  const rows: Row[] = []
  const runs: Run[] = []
  for (const group of chosenGroups(options)) {
    const timed = { ...group, cases: timedCases(group.cases, options) }
    const found = await runGroup(group, timed, schedule, cores)
    if (options.smoke) refuseWrongAnswers(found)
    rows.push(...rowsOf(found, timed, cores))
    runs.push(...found)
  }
  return { rows, runs, schedule: { ...schedule, pinned: cores.server !== undefined } }
}

async function runGroup(group: Group, timed: Group, schedule: Schedule, cores: Cores): Promise<Run[]> {
  await buildAll(group.programs)
  const places = placesOf(group.database)
  try {
    await checkAll(group, places)
    return await timeAll(timed, schedule, cores, places)
  } finally {
    await places.remove()
  }
}

/** The groups that are left of what was asked for. @throws Error when a name is in none of them */
function chosenGroups({ only, cases }: Options): Group[] {
  const programs = chosen(
    groups.flatMap((group) => group.programs),
    only,
  )
  const httpCases = chosen(
    groups.flatMap((group) => group.cases),
    cases,
  )
  return groups
    .map((group) => ({
      ...group,
      programs: installed(group.programs.filter((program) => programs.includes(program))),
      cases: group.cases.filter((httpCase) => httpCases.includes(httpCase)),
    }))
    .filter((group) => group.programs.length > 0 && group.cases.length > 0)
}

async function timeAll({ programs, cases }: Group, schedule: Schedule, cores: Cores, places: Places): Promise<Run[]> {
  const runs: Run[] = []
  for (let round = 0; round < schedule.rounds; round++) {
    for (const httpCase of cases) {
      runs.push(...(await timeRound(rotated(programs, round), httpCase, round, schedule, cores, places)))
    }
  }
  return runs
}

/** All cases have been checked already, so that short runs need not time each. A case that was asked for is timed. */
function timedCases(cases: readonly HttpCase[], { smoke, quick, cases: asked }: Options): readonly HttpCase[] {
  if (smoke) return fewest(cases)
  if (!quick || asked.length > 0) return cases
  return cases.filter(({ name }) => quickCases.has(name))
}

/** What a quick run times: something read, something validated, something found in a database. */
const quickCases: ReadonlySet<string> = new Set(["json", "validate", "auth-read", "list"])

/** Those with many requests or with learned headers, which show that the load generator works. */
function fewest(cases: readonly HttpCase[]): HttpCase[] {
  const special = cases.filter((httpCase) => httpCase.spread !== undefined || httpCase.timed.conditional)
  return special.length > 0 ? special : [cases[0]!]
}

function scheduleOf({ quick, smoke, rounds, seconds }: Options): Schedule {
  const plan = smoke
    ? { rounds: 1, warmUp: 0, timed: 1 }
    : quick
      ? { rounds: 1, warmUp: 0, timed: 1 }
      : { rounds: 5, warmUp: 1, timed: 3 }
  return { ...plan, rounds: rounds ?? plan.rounds, timed: seconds ?? plan.timed }
}

/** Another program begins each round, so that none always follows the same one. */
function rotated<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

async function checkAll({ programs, cases }: Group, places: Places): Promise<void> {
  const found: string[] = []
  const headers = new Map<string, string>()
  for (const program of programs) {
    const server = await serve(program, undefined, await places.next())
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
  console.log(`${programs.length} programs answer ${cases.map((httpCase) => httpCase.name).join(", ")} alike.`)
}

/** Each run has a process of its own: what one happens to do well or badly at its start does not stay for all rounds. */
async function timeRound(
  order: readonly Program[],
  httpCase: HttpCase,
  round: number,
  schedule: Schedule,
  cores: Cores,
  places: Places,
): Promise<Run[]> {
  const runs: Run[] = []
  for (const program of order) {
    const server = await serve(program, cores.server, await places.next())
    try {
      if (schedule.warmUp > 0) await load(server, httpCase, httpCase.warmUp ?? schedule.warmUp, cores)
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
  const title = `${program.runtime.padEnd(7)}${program.name.padEnd(19)}`
  return `round ${round + 1}  ${name.padEnd(14)}${title}${rate}/s${use}${errors > 0 ? `  ${errors} errors` : ""}`
}
