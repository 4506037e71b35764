import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { checkAnswers } from "../answers.ts"
import { buildMaru } from "../built-maru.ts"
import { start } from "../children.ts"
import { chooseCores } from "../cores.ts"
import { firstAnswer } from "../first-answer.ts"
import { type Options, chosen } from "../options.ts"
import type { SuiteResult } from "../rows.ts"
import { type Program, runtimes, serve } from "../server.ts"
import { helloCase } from "../../hello/programs.ts"
import { loadedSources } from "./loaded.ts"
import { type StartCase, boardFolder, migratedBoard, startCases } from "./programs.ts"
import { type Run, rowsOf } from "./rows.ts"

/** Time from the start of a process to its first answer. @throws Error when a program answers wrong */
export async function startSuite(options: Options): Promise<SuiteResult> {
  const cores = chooseCores()
  const rounds = options.rounds ?? (options.smoke || options.quick ? 1 : 15)
  const folder = mkdtempSync(join(tmpdir(), "maru-bench-"))
  try {
    const cases = chosenCases(startCases(folder), options)
    if (cases.some(({ name }) => name !== "hello")) await prepareBoard(folder)
    const hello = cases.find(({ name }) => name === "hello")?.programs ?? []
    if (cases.some(({ name }) => name === "hello" || name === "board-npm")) await buildMaru()
    await checkHello(hello)
    const runs: Run[] = []
    for (let round = 0; round < rounds; round++) {
      for (const one of cases) runs.push(...(await timeRound(one, round, cores.server)))
    }
    const sizes = await loadedSources(hello)
    return {
      rows: [...rowsOf(runs, cases, cores), ...sizes],
      runs,
      schedule: { rounds, pinned: cores.server !== undefined },
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @throws Error when a name is in none of the cases */
function chosenCases(cases: readonly StartCase[], { only, cases: names }: Options): StartCase[] {
  const all = cases.flatMap(({ programs }) => programs)
  const programs = chosen(all, only)
  return chosen(cases, names)
    .map((one) => ({ ...one, programs: one.programs.filter((program) => programs.includes(program)) }))
    .filter((one) => one.programs.length > 0)
}

/** Builds the page, as `npm start` does before it starts the board, and a database that has all tables. */
async function prepareBoard(folder: string): Promise<void> {
  if (!existsSync(join(boardFolder, "web/dist/index.html"))) await buildPage()
  const { program, place } = migratedBoard(folder)
  await (await serve(program, undefined, place)).close()
}

function buildPage(): Promise<void> {
  const vite = fileURLToPath(new URL("../../../node_modules/vite/bin/vite.js", import.meta.url))
  const child = start([runtimes.node, vite, "build", "--logLevel", "warn"], { cwd: boardFolder, stdio: "inherit" })
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error("The page of the board cannot be built."))))
  })
}

async function checkHello(programs: readonly Program[]): Promise<void> {
  const found: string[] = []
  for (const program of programs) {
    const server = await serve(program, undefined)
    try {
      found.push(...(await checkAnswers(program, server, [helloCase])))
    } finally {
      await server.close()
    }
  }
  if (found.length > 0) throw new Error(`Wrong answers, so nothing was timed:\n${found.join("\n")}`)
}

async function timeRound(one: StartCase, round: number, core: number | undefined): Promise<Run[]> {
  const runs: Run[] = []
  const first = round % one.programs.length
  for (const program of [...one.programs.slice(first), ...one.programs.slice(0, first)]) {
    const { place, leave } = one.prepare()
    try {
      const { server, milliseconds, body } = await firstAnswer(program, one.path, core, place)
      await server.close()
      if (!one.accepts(body)) throw new Error(`${program.name} on ${program.runtime} answered at first: ${body}`)
      runs.push({ program, case: one.name, round, milliseconds })
      console.log(line(round, one.name, program, milliseconds))
    } finally {
      leave()
    }
  }
  return runs
}

function line(round: number, name: string, program: Program, milliseconds: number): string {
  const title = `${program.runtime.padEnd(5)}${program.name.padEnd(9)}`
  return `round ${String(round + 1).padEnd(2)} ${name.padEnd(10)}${title}${milliseconds.toFixed(1).padStart(7)} ms`
}
