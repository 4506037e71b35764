import { listLength, newPost, pageLength, postCount, type Program, scattered, userCount } from "./domain.ts"

/** Something that is timed: a number of units of work, one after the other. */
export interface Case {
  readonly name: string
  /** Does it so many times. @param first number of the first one; none is used twice */
  run(program: Program, first: number, count: number): Promise<Timed>
  /** Statements that undo what a run has written; not timed. */
  readonly undo: readonly string[]
}

/** Microseconds: of the processor, by all threads of the process, and of the clock. */
export interface Timed {
  readonly processor: number
  readonly clock: number
}

export const cases: readonly Case[] = [
  each("get", (program, number) => program.get(scattered(number, postCount))),
  each("list", (program) => program.list(listLength)),
  each("insert", (program, number) => program.insert(newPost(number)), [`DELETE FROM posts WHERE id > ${postCount}`]),
  each("update", (program, number) => program.update(scattered(number, postCount), `Title ${number}`)),
  // Every post is first liked by somebody, then no longer.
  each("toggle", (program, number) =>
    program.toggle(scattered(number >> 1, postCount), scattered(number >> 1, userCount), number % 2 === 0),
  ),
  each("hydrate", (program, number) => program.hydrate(scattered(number, postCount - pageLength), pageLength)),
  { name: "idle-commit", run: runIdle, undo: [] },
]

function each(name: string, work: (program: Program, number: number) => unknown, undo: readonly string[] = []): Case {
  const run = (program: Program, first: number, count: number): Promise<Timed> =>
    timed(async () => {
      for (let number = first; number < first + count; number++) {
        const doing = work(program, number)
        if (isThenable(doing)) await doing
      }
    })
  return { name, run, undo }
}

/** Loads first, and times the commits alone. */
async function runIdle(program: Program, first: number, count: number): Promise<Timed> {
  const commits: (() => unknown)[] = []
  for (let number = first; number < first + count; number++) {
    commits.push(await program.idle!(scattered(number, postCount - pageLength), pageLength))
  }
  return timed(async () => {
    for (const commit of commits) {
      const doing = commit()
      if (isThenable(doing)) await doing
    }
  })
}

/** Prisma's promises are of their own kind: they begin when they are waited for. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value
}

async function timed(work: () => Promise<void>): Promise<Timed> {
  const began = performance.now()
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return { processor: user + system, clock: (performance.now() - began) * 1000 }
}
