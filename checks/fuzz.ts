// Nothing that a client sends in headers, cookies, queries, forms or JSON is answered by a 500 or changes a prototype, and
// parsing takes a time that grows with the length alone: time(2n) / time(n) < 3.
// node checks/fuzz.ts [--cases 10000] [--seed N]. Ends with `N passed, N failed`.
import { parseArgs } from "node:util"
import { fuzz, suites } from "../packages/maru/test/fuzz/suites.ts"
import { growthOf, growths } from "./fuzz/growth.ts"

const { values } = parseArgs({ options: { cases: { type: "string", default: "10000" }, seed: { type: "string" } } })
const cases = Number(values.cases)
const random = Math.floor(Math.random() * 2 ** 31)
const seeds = values.seed === undefined ? [1, 2, random] : [Number(values.seed)]
let passed = 0
let failed = 0

for (const suite of suites) {
  for (const seed of seeds) {
    await check(`${suite.name}: ${cases} cases, seed ${seed}`, () => fuzz(suite, cases, seed))
  }
}
for (const growth of growths) {
  await check(growth.name, async () => {
    const factor = await growthOf(growth)
    if (factor !== undefined && factor >= 3) throw new Error(`twice the input takes ${factor.toFixed(1)} times as long`)
  })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

async function check(name: string, run: () => Promise<void>): Promise<void> {
  try {
    await run()
    passed++
  } catch (error) {
    failed++
    console.log(`FAILED ${name}\n${error instanceof Error ? error.message : String(error)}`)
  }
}
