import { type StreamCase, streamCases, streamPrograms } from "../../stream/programs.ts"
import { type Cores, chooseCores, cpuSeconds } from "../cores.ts"
import { type Options, chosen } from "../options.ts"
import type { SuiteResult } from "../rows.ts"
import { type Program, type Server, serve } from "../server.ts"
import { checkStreams } from "./check.ts"
import { type Clients, connectClients } from "./clients.ts"
import { type Run, rowsOf } from "./rows.ts"

interface Schedule {
  readonly rounds: number
  readonly clients: number
  /** Seconds. */
  readonly warmUp: number
  readonly timed: number
}

/** Events that many clients receive at once. @throws Error when a program sends others than it should */
export async function streamSuite(options: Options): Promise<SuiteResult> {
  const cores = chooseCores()
  const schedule = scheduleOf(options)
  const programs = chosen(streamPrograms, options.only)
  const cases = chosen(streamCases, options.smoke && options.cases.length === 0 ? ["sse"] : options.cases)
  await checkStreams(programs)
  const runs: Run[] = []
  for (let round = 0; round < schedule.rounds; round++) {
    for (const one of cases) runs.push(...(await timeRound(programs, one, round, schedule, cores)))
  }
  const rows = rowsOf(runs, programs, cases, cores)
  return { rows, runs, schedule: { ...schedule, pinned: cores.server !== undefined } }
}

function scheduleOf({ quick, smoke, rounds, seconds }: Options): Schedule {
  const plan = smoke
    ? { rounds: 1, clients: 100, warmUp: 0.1, timed: 0.5 }
    : quick
      ? { rounds: 1, clients: 1000, warmUp: 0.2, timed: 0.5 }
      : { rounds: 5, clients: 1000, warmUp: 2, timed: 5 }
  return { ...plan, rounds: rounds ?? plan.rounds, timed: seconds ?? plan.timed }
}

async function timeRound(
  programs: readonly Program[],
  one: StreamCase,
  round: number,
  schedule: Schedule,
  cores: Cores,
): Promise<Run[]> {
  const runs: Run[] = []
  const first = round % programs.length
  for (const program of [...programs.slice(first), ...programs.slice(0, first)]) {
    const server = await serve(program, cores.server, { env: { NEWS_INTERVAL: String(one.interval) } })
    try {
      const clients = await connectClients(server, schedule.clients, cores)
      try {
        const run = { program, case: one.name, round, ...(await measure(server, clients, schedule)) }
        console.log(line(run, one))
        runs.push(run)
      } finally {
        await clients.close()
      }
    } finally {
      await server.close()
    }
  }
  return runs
}

/** Starts the news, and counts what arrives behind the warm-up. */
async function measure(
  server: Server,
  clients: Clients,
  { warmUp, timed }: Schedule,
): Promise<Omit<Run, "program" | "case" | "round">> {
  process.kill(server.pid, "SIGUSR2")
  await sleep(warmUp)
  const [begin, used] = [await clients.count(), cpuSeconds(server.pid)]
  await sleep(timed)
  const [end, usedThen] = [await clients.count(), cpuSeconds(server.pid)]
  const seconds = end.time - begin.time
  const events = end.events - begin.events
  if (events === 0) throw new Error("Not a single event has arrived.")
  const serverSeconds = used === undefined || usedThen === undefined ? undefined : usedThen - used
  return {
    eventsPerSecond: events / seconds,
    microsecondsPerEvent: serverSeconds === undefined ? undefined : (serverSeconds / events) * 1e6,
    serverUse: serverSeconds === undefined ? undefined : serverSeconds / seconds,
    loadUse: (end.cpuSeconds - begin.cpuSeconds) / seconds,
    lost: end.lost,
  }
}

function line(run: Run, { name, unit }: StreamCase): string {
  const { program, round, eventsPerSecond, microsecondsPerEvent = Number.NaN, serverUse = Number.NaN } = run
  const value = name === "sse" ? Math.round(eventsPerSecond).toLocaleString("en") : microsecondsPerEvent.toFixed(1)
  const title = `${program.runtime.padEnd(5)}${program.name.padEnd(9)}`
  const shares = [serverUse, run.loadUse].map((share) => `${(share * 100).toFixed(0).padStart(3)} %`)
  return `round ${round + 1}  ${name.padEnd(9)}${title}${value.padStart(9)} ${unit}  server ${shares[0]}, clients ${shares[1]}`
}

const sleep = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, seconds * 1000))
