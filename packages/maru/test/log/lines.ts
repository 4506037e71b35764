// A program that logs and ends in the way it is told: for tests of what is left on the disk.
import { Log } from "../../src/index.ts"

const [, , file, end] = process.argv as unknown as [string, string, string, string]
const log = new Log({ to: file === "stdout" ? "stdout" : { file } })

for (let number = 0; number < 1000; number++) log.event("line", { number })
if (end === "exit") process.exit(3)
if (end === "throw") throw new Error("the end")
if (end === "reject") void Promise.reject(new Error("the end"))
