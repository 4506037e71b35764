// Maru's program, which collects its garbage when the runner asks, and tells how many bytes it keeps.
import { writeFileSync } from "node:fs"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

const collect = process.versions["bun"] === undefined ? collectorOfV8() : () => Bun.gc(true)
const file = process.env["KEPT_FILE"] ?? ""

process.on("SIGUSR2", () => {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  writeFileSync(file, String(heapUsed + external))
})
await import("./maru.ts")

/** V8's own collector, without starting Node in another way than everywhere else. */
function collectorOfV8(): () => void {
  setFlagsFromString("--expose-gc")
  return runInNewContext("gc") as () => void
}
