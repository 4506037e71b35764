// `node checks/size.ts [--write]`: how much source a hello program loads of the framework until its first answer. Every
// program pays for it at each start, so it has a budget. --write makes what is measured now the new budget.
import { readFileSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { root } from "./program.ts"
import { type Budget, roomsOf, sizeReport } from "./size/budget.ts"
import { loadedFiles } from "./size/loaded.ts"

const budgetFile = join(root, "checks/size.budget.json")
const hello = join(root, "bench/hello/maru.ts")

const files = (await loadedFiles(hello)).map(({ path, bytes }) => ({ path: relative(root, path), bytes }))
const rooms = roomsOf(files)
const all = files.reduce((sum, { bytes }) => sum + bytes, 0)

if (process.argv.includes("--write")) {
  writeFileSync(budgetFile, `${JSON.stringify({ rooms }, null, 2)}\n`)
  console.log("The budget is what is loaded now; say in the commit why it had to grow.")
} else {
  const budget = JSON.parse(readFileSync(budgetFile, "utf8")) as Budget
  const { lines, fits } = sizeReport(rooms, budget)
  console.log(
    [...lines, `With Zod and what else it needs: ${(all / 1000).toFixed(1)} kB in ${files.length} files.`].join("\n"),
  )
  process.exitCode = fits ? 0 : 1
}
