// `npm run types`: every TypeScript project of the repository, type tests (*.test-d.ts) included, and the messages
// that wrong code has to get.
import { join } from "node:path"
import { filesBelow } from "./files.ts"
import { pinned, root, run } from "./program.ts"
import { checkTypeMessages, fixtures } from "./type-messages.ts"

const parts = filesBelow(root, ["packages", "apps"]).filter(
  (file) => file.endsWith("/tsconfig.json") && !fixtures.includes(file),
)
let failed = 0

for (const project of ["tsconfig.json", ...parts]) {
  const { code, output, time } = await run(pinned.node, [pinned.tsc, "--noEmit", "--pretty", "false", "-p", project])
  say(project, code === 0, time)
  if (code !== 0) console.error(output.trimEnd())
}

for (const project of fixtures) {
  const start = performance.now()
  const { right, faults } = await checkTypeMessages(join(root, project))
  say(`${project}: ${right} messages of wrong code`, faults.length === 0, performance.now() - start)
  for (const fault of faults) console.error(fault)
}
process.exitCode = failed > 0 ? 1 : 0

function say(name: string, good: boolean, time: number): void {
  if (!good) failed++
  console.log(`${good ? "ok    " : "FAILED"} ${name} (${(time / 1000).toFixed(1)} s)`)
}
