// The promise of the README: `npm start` serves the board within three seconds, a stranger can use it, and a restart
// loses nothing. On Bun by `npm start`, and the same program on Node. Ends with `N passed, N failed`.
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pinned, root } from "./program.ts"
import { startServer } from "./start/server.ts"
import { firstDay, secondDay } from "./start/story.ts"
import { type Visitor, visitor } from "./start/visitor.ts"

const limit = 3000
let passed = 0
let failed = 0

await check("npm start (Bun)", ["npm", "start"], root)
await check("Node", [pinned.node, "server/main.ts"], join(root, "apps/board"))
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

async function check(name: string, command: readonly string[], cwd: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "maru-start-"))
  const env = { ...process.env, DATABASE_URL: `sqlite:${join(folder, "board.db")}` }
  const cookies = new Map<string, string>()
  let post = 0
  try {
    for (const day of [1, 2]) {
      const server = await startServer(command, env, cwd, 30_000)
      const someone = visitor(server.url, cookies)
      someone.expect(
        server.startTime <= limit,
        `It took ${server.startTime.toFixed(0)} ms to the first answer; ${limit} are allowed`,
      )
      try {
        if (day === 1) post = await firstDay(someone)
        else await secondDay(someone, post)
      } finally {
        await server.stop()
        tell(
          `${name}, ${day === 1 ? "first start" : "after a restart"}, ${server.startTime.toFixed(0)} ms to the first answer`,
          someone,
        )
      }
    }
  } catch (error) {
    failed++
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tell(name: string, { checked, faults }: Visitor): void {
  passed += checked - faults.length
  failed += faults.length
  console.log(`${name}: ${checked - faults.length} of ${checked} as they should be`)
  for (const fault of faults) console.error(`  ${fault}`)
}
