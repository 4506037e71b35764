import { setTimeout as sleep } from "node:timers/promises"
import { httpCases } from "../../http/cases.ts"
import type { Cores } from "../cores.ts"
import { load } from "../load.ts"
import { type Program, serve } from "../server.ts"
import { median } from "../statistics.ts"
import { memoryOf } from "./resident.ts"

/** Memory of one server under load without a pause. */
export interface Soak {
  readonly program: Program
  readonly samples: readonly Sample[]
  /** MiB a minute over the last half. */
  readonly slope: number
  readonly wrongAnswers: number
}

export interface Sample {
  /** Since the beginning of the load. */
  readonly minutes: number
  readonly mebibytes: number
}

/** Cases that allocate: bodies, faults, dependencies, layers. */
const names = new Set(["params", "validate", "invalid", "di", "middleware", "routes"])
const cases = httpCases.filter(({ name }) => names.has(name))
/** Seconds between two looks, and those that a full collection of garbage is given. */
const between = 5
const collecting = 0.5

/**
 * Sends the requests of several cases in turn, and looks every five seconds at what the server keeps: V8 lets garbage lie
 * for minutes, and a slope over that would tell when it was collected.
 * @param program collects its garbage on SIGUSR2
 * @param seconds whole
 */
export async function soak(program: Program, seconds: number, cores: Cores): Promise<Soak> {
  const server = await serve(program, cores.server)
  const samples: Sample[] = []
  let ended = false
  const begin = performance.now()
  const elapsed = (): number => (performance.now() - begin) / 1000
  const look = async (): Promise<void> => {
    process.kill(server.pid, "SIGUSR2")
    await sleep(collecting * 1000)
    if (!ended) samples.push({ minutes: elapsed() / 60, mebibytes: memoryOf(server.pid).resident })
  }
  const timer = setInterval(() => void look(), Math.min(between, seconds / 4) * 1000)
  try {
    let wrongAnswers = 0
    for (let turn = 0; elapsed() < seconds; turn++) {
      const left = Math.max(1, Math.round(seconds - elapsed()))
      wrongAnswers += (await load(server, cases[turn % cases.length]!, Math.min(5, left), cores)).wrongAnswers
    }
    return { program, samples, slope: slopeOf(samples.slice(samples.length >> 1)), wrongAnswers }
  } finally {
    ended = true
    clearInterval(timer)
    await server.close()
  }
}

/**
 * The median of the slopes between any two samples (Theil and Sen): what falls at once, as when an allocator gives pages
 * back, does not turn it as it turns a line of least squares.
 */
export function slopeOf(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((one, place) =>
    samples.slice(place + 1).map((other) => (other.mebibytes - one.mebibytes) / (other.minutes - one.minutes)),
  )
  return slopes.length === 0 ? 0 : median(slopes)
}
