import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
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
  /** MiB a minute of what is kept, over the last half. */
  readonly slope: number
  readonly wrongAnswers: number
}

export interface Sample {
  /** Since the beginning of the load. */
  readonly minutes: number
  /** What the program's heap and buffers hold behind a full collection of garbage, in MiB. */
  readonly kept: number
  /** Resident memory, in MiB. */
  readonly resident: number
}

/** Cases that allocate: bodies, faults, dependencies, layers. */
const names = new Set(["params", "validate", "invalid", "di", "middleware", "routes"])
const cases = httpCases.filter(({ name }) => names.has(name))
/** Seconds between two looks, and those that a full collection of garbage is given. */
const between = 5
const collecting = 0.5

/**
 * Sends the requests of several cases in turn, and asks every five seconds what the server keeps. Resident memory tells no
 * leak on V8: its young generation grows and shrinks by 100 MiB within minutes.
 * @param program collects its garbage on SIGUSR2, and writes how many bytes are left to the file that KEPT_FILE names
 * @param seconds whole
 */
export async function soak(program: Program, seconds: number, cores: Cores): Promise<Soak> {
  const folder = mkdtempSync(join(tmpdir(), "maru-soak-"))
  const file = join(folder, "kept")
  const server = await serve(program, cores.server, { env: { KEPT_FILE: file } })
  const samples: Sample[] = []
  let ended = false
  const begin = performance.now()
  const elapsed = (): number => (performance.now() - begin) / 1000
  const look = async (): Promise<void> => {
    process.kill(server.pid, "SIGUSR2")
    await sleep(collecting * 1000)
    const told = !ended && existsSync(file) ? readFileSync(file, "utf8") : ""
    if (told === "") return
    samples.push({ minutes: elapsed() / 60, kept: Number(told) / 2 ** 20, resident: memoryOf(server.pid).resident })
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
    rmSync(folder, { recursive: true })
  }
}

/**
 * The median of the slopes between any two samples (Theil and Sen): what falls at once, as when an allocator gives pages
 * back, does not turn it as it turns a line of least squares.
 */
export function slopeOf(samples: readonly Sample[]): number {
  const slopes = samples.flatMap((one, place) =>
    samples.slice(place + 1).map((other) => (other.kept - one.kept) / (other.minutes - one.minutes)),
  )
  return slopes.length === 0 ? 0 : median(slopes)
}
