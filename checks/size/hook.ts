// Loaded before a program (`node --import`): remembers the files of source that it loads, and prints them when it is
// asked to end.
import { registerHooks } from "node:module"

const files = new Set<string>()
registerHooks({
  load: (url, context, nextLoad) => {
    if (url.startsWith("file:")) files.add(url)
    return nextLoad(url, context)
  },
})
process.once("SIGTERM", () => {
  process.stdout.write(`\n${JSON.stringify([...files])}\n`, () => process.exit(0))
})
