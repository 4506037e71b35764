// What was committed is there after `kill -9`, nothing is there by halves, and every commit is forced to the disk.
// node checks/durability.ts [--rounds 200]. Runs on Node and Bun by turns; ends with `N passed, N failed`.
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { parseArgs } from "node:util"
import { faultsOf } from "./durability/bank.ts"
import { pinned, root, run } from "./program.ts"

const { values } = parseArgs({ options: { rounds: { type: "string", default: "200" } } })
const rounds = Number(values.rounds)
const writer = join(root, "checks/durability/writer.ts")
const runtimes = [pinned.node, pinned.bun] as const
const folder = mkdtempSync(join(tmpdir(), "maru-durability-"))
let passed = 0
let failed = 0

try {
  await killRounds()
  for (const runtime of runtimes) await forcedToDisk(runtime)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

function tell(name: string, faults: readonly string[]): void {
  if (faults.length === 0) passed++
  else failed++
  for (const fault of faults) console.error(`${name}: ${fault}`)
}

/** One file for all rounds: each starts from what the crash before it has left. */
async function killRounds(): Promise<void> {
  const file = join(folder, "killed.db")
  const acknowledged: number[] = []
  for (let round = 0; round < rounds; round++) {
    acknowledged.push(...(await killed(runtimes[round % 2]!, file, round)))
    tell(`Round ${round + 1}`, await faultsOf(file, acknowledged))
  }
  console.log(
    `Killed ${rounds} times between commits and inside them; ${acknowledged.length} commits were acknowledged.`,
  )
}

/** @returns the numbers that the writer said before it was killed */
async function killed(runtime: string, file: string, round: number): Promise<number[]> {
  const child = spawn(runtime, [writer, file], { stdio: ["ignore", "pipe", "inherit"] })
  let said = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text))
  const limit = performance.now() + 20_000
  while (!said.includes("\n") && performance.now() < limit) await sleep(2)
  // Another moment in every round, some in the middle of a commit.
  await sleep((round * 37) % 150)
  child.kill("SIGKILL")
  await once(child, "close")
  const whole = said.slice(0, said.lastIndexOf("\n") + 1)
  return whole.split("\n").filter(Boolean).map(Number)
}

/** Counts what the kernel was asked to force to the disk: at least once for each commit. */
async function forcedToDisk(runtime: string): Promise<void> {
  const [name, commits] = [runtime === pinned.node ? "Node" : "Bun", 50]
  const file = join(folder, `${name}.db`)
  await run(runtime, [writer, file, "0"])
  const args = ["-f", "-e", "trace=fsync,fdatasync", runtime, writer, file, String(commits)]
  const { code, output } = await run("strace", args)
  const forced = output.match(/\bf(?:data)?sync\(\d+/g)?.length ?? 0
  console.log(`${name}: ${commits} commits, ${forced} times forced to the disk`)
  tell(
    name,
    code === 0 && forced >= commits ? [] : [`${forced} of ${commits} commits were forced to the disk (${code})`],
  )
}
