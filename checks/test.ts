// `npm test`: the types, then the whole suite on Node, on Bun, and on Node with code generation forbidden.
// The last line is always `N passed, N failed`.
import { mkdtempSync, rmSync } from "node:fs"
import { availableParallelism, tmpdir } from "node:os"
import { join } from "node:path"
import { filesBelow } from "./files.ts"
import { missingPrograms, pinned, root, run } from "./program.ts"
import { type Tally, readJunit, readVitest } from "./reports.ts"
import { describeService, lookForServices, serviceVariables, services } from "./services.ts"

const names = process.argv.slice(2)
const lines: string[] = []
let passed = 0
let failed = 0

const missing = missingPrograms()
if (missing.length > 0) {
  console.error(`Not installed: ${missing.join(", ")}. Run "npm ci" first.`)
  console.log(`0 passed, ${missing.length} failed`)
  process.exit(1)
}

const reports = mkdtempSync(join(tmpdir(), "maru-test-"))
try {
  const env = await prepareServices()
  if (names.length === 0) await runTypes()
  await runNode("Node", "node.json", env)
  await runBun(env)
  await runStrict()
} finally {
  rmSync(reports, { recursive: true, force: true })
}

console.log(`\n${lines.join("\n")}\n${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

/** In CI a service that some suite needs, or might need, has to be there. */
async function prepareServices(): Promise<Record<string, string | undefined>> {
  const states = await lookForServices()
  for (const state of states) {
    lines.push(describeService(state))
    if (!state.reachable && process.env["CI"]) failed++
  }
  console.log(lines.join("\n"))
  return serviceVariables(states)
}

async function runTypes(): Promise<void> {
  console.log("\nTypes")
  const { code, time } = await run(pinned.node, ["checks/types.ts"], { show: true })
  add("Types", { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, notes: [] }, time)
}

async function runNode(
  title: string,
  report: string,
  env: Record<string, string | undefined>,
  options: readonly string[] = [],
): Promise<void> {
  console.log(`\n${title}`)
  const file = join(reports, report)
  const args = [
    pinned.vitest,
    "run",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...options,
    ...names,
  ]
  const outcome = await run(pinned.node, args, { show: true, env })
  add(title, readVitest(file, outcome), outcome.time)
}

/**
 * The engines beside the code run none of ours, so this run goes without them; nor does it forbid anything to programs
 * that suites start, so it goes without those of the command line and of the checks. The OpenID provider that logins are
 * tested against generates code itself.
 */
async function runStrict(): Promise<void> {
  const others = ["checks/", "packages/maru/test/cli/", "packages/maru/test/security/oidc.test.ts"]
  if (names.length > 0 && names.every((name) => others.some((other) => name.startsWith(other)))) return
  const env = Object.fromEntries(services.map(({ variable }) => [variable, undefined]))
  const options = others.map((other) => `--exclude=${other}**`)
  await runNode("Node without code generation", "strict.json", { ...env, MARU_STRICT: "1" }, options)
}

async function runBun(env: Record<string, string | undefined>): Promise<void> {
  console.log("\nBun")
  const file = join(reports, "bun.xml")
  const args = [
    "test",
    "--only-failures",
    "--reporter=junit",
    `--reporter-outfile=${file}`,
    "--timeout=90000",
    `--parallel=${Math.max(2, availableParallelism() - 1)}`,
    ...testFiles(),
  ]
  const outcome = await run(pinned.bun, args, { show: true, env })
  add("Bun", readJunit(file, outcome), outcome.time)
}

/** The same files that vitest.config.ts names, narrowed by the words given to this program. */
function testFiles(): string[] {
  const all = filesBelow(root, ["packages", "apps", "bench/test", "checks/test"])
  const tests = all.filter((file) => file.endsWith(".test.ts") && /(^|\/)test\//.test(file))
  return tests
    .filter((file) => names.length === 0 || names.some((name) => file.includes(name)))
    .map((file) => `./${file}`)
}

function add(title: string, tally: Tally, time: number): void {
  passed += tally.passed
  failed += tally.failed
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : ""
  lines.push(`${title}: ${tally.passed} passed, ${tally.failed} failed${skipped} (${(time / 1000).toFixed(1)} s)`)
  lines.push(...tally.notes.map((note) => `  ${note}`))
}
