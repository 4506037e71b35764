import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { pinned } from "../program.ts"

/** A file of source that a program has loaded. */
export interface LoadedFile {
  readonly path: string
  /** Without comments, types and indentation, so that well explained code is not larger than other code. */
  readonly bytes: number
}

const hook = fileURLToPath(new URL("hook.ts", import.meta.url))
const measure = fileURLToPath(new URL("measure.ts", import.meta.url))
const limit = 10_000

/**
 * The sources that a server loads on Node until it has answered once, its own file left out.
 * @param file absolute path of a program that prints its address
 * @throws Error with its output when it does not answer
 */
export async function loadedFiles(file: string): Promise<LoadedFile[]> {
  const urls = JSON.parse(await listed(file)) as string[]
  const paths = urls.map((url) => fileURLToPath(url)).filter((path) => path !== file && path !== hook)
  const { stdout, stderr } = spawnSync(pinned.bun, [measure], { input: JSON.stringify(paths), encoding: "utf8" })
  if (stdout === "") throw new Error(`The sources of ${file} could not be measured:\n${stderr}`)
  const sizes = JSON.parse(stdout) as number[]
  return paths.map((path, place) => ({ path, bytes: sizes[place]! }))
}

/** The list that the hook prints, as JSON. */
async function listed(file: string): Promise<string> {
  const child = spawn(pinned.node, ["--import", hook, file], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  })
  let output = ""
  let asked = false
  const timer = setTimeout(() => child.kill("SIGKILL"), limit)
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      output += piece
      const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0]
      if (asked || origin === undefined) return
      asked = true
      fetch(origin).then(
        () => child.kill("SIGTERM"),
        () => child.kill("SIGKILL"),
      )
    })
  }
  await once(child, "close")
  clearTimeout(timer)
  const list = /^\[.*\]$/m.exec(output)?.[0]
  if (list === undefined) throw new Error(`${file} did not answer:\n${output}`)
  return list
}
