// Maru's program, which collects its garbage when the runner asks: what is in memory then is what it keeps.
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

process.on("SIGUSR2", process.versions["bun"] === undefined ? collectorOfV8() : () => Bun.gc(true))
await import("./maru.ts")

/** V8's own collector, without starting Node in another way than everywhere else. */
function collectorOfV8(): () => void {
  setFlagsFromString("--expose-gc")
  return runInNewContext("gc") as () => void
}
