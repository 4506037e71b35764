// node|bun process.ts FILE PLACE '{"cases": [...], "warm": ms, "timed": ms}': checks one program, times its cases, and
// prints what it found as one line of JSON.
import { type Case, cases } from "./cases.ts"
import { checkProgram } from "./checks.ts"
import type { OpenProgram, Program } from "./domain.ts"

/** How long each case runs, in milliseconds. */
export interface Schedule {
  readonly cases: readonly string[]
  readonly warm: number
  readonly timed: number
}

/** Microseconds of one unit of work, by case. */
export type Times = Readonly<Record<string, { readonly processor: number; readonly clock: number }>>

const batches = 12
/**
 * Most sessions with 100 entities each that wait for their commit: few, as a request commits what it has just read. The
 * entities of 25 sessions no longer fit the processor's caches, and waiting for memory is what would be timed.
 */
const idleSessions = 5
/** Units of work after which engines have compiled the code of a case, as far as time allows. */
const warmUnits = 10_000

async function measure(program: Program, asked: Case, schedule: Schedule): Promise<Times[string]> {
  let first = 0
  const batch = async (count: number): Promise<{ processor: number; clock: number }> => {
    const even = count + (count % 2)
    const { processor, clock } = await asked.run(program, first, even)
    first += even
    for (const statement of asked.undo) await program.sql(statement)
    return { processor: processor / even, clock: clock / even }
  }
  const count = await warmUp(batch, asked, schedule)
  const results: { processor: number; clock: number }[] = []
  for (let number = 0; number < batches; number++) results.push(await batch(count))
  return { processor: middle(results.map((one) => one.processor)), clock: middle(results.map((one) => one.clock)) }
}

/** Runs a case until its code is compiled. Returns how many units of work fill one batch. */
async function warmUp(
  batch: (count: number) => Promise<{ clock: number }>,
  asked: Case,
  { warm, timed }: Schedule,
): Promise<number> {
  const begun = performance.now()
  let units = 0
  const most = asked.name === "idle-commit" ? idleSessions : 100_000
  let count = 2
  do {
    const { clock } = await batch(count)
    units += count
    const fitting = (timed * 1000) / batches / clock
    count = Math.max(2, Math.min(most, count * 8, Math.round(fitting)))
  } while (!isWarm(performance.now() - begun, units, warm))
  return count
}

/** On a busy machine a case runs less often in the same time, and its code would still be interpreted. */
function isWarm(time: number, units: number, warm: number): boolean {
  return time >= 5 * warm || (time >= warm && units >= warmUnits)
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}

async function main(name: string, place: string, schedule: Schedule): Promise<void> {
  const { open } = (await import(`./${name}`)) as { open: OpenProgram }
  const program = await open(place)
  await checkProgram(program, !place.includes("://"))
  const times: Record<string, Times[string]> = {}
  for (const asked of cases) {
    if (!schedule.cases.includes(asked.name)) continue
    if (asked.name === "idle-commit" && !program.idle) continue
    times[asked.name] = await measure(program, asked, schedule)
  }
  await program.close()
  console.log(JSON.stringify(times))
}

const [name, place, schedule] = process.argv.slice(2)
await main(name!, place!, JSON.parse(schedule!) as Schedule)
process.exit(0)
