import { fileURLToPath } from "node:url"
import { start } from "../children.ts"
import { runtimes } from "../server.ts"

/** The script that starts the compiler, or with `--lsp` its language server. */
export const compiler = fileURLToPath(new URL("../../../node_modules/typescript/bin/tsc", import.meta.url))

/** Runs the compiler to its end. */
export function compile(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = start([runtimes.node, compiler, ...args], { stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding("utf8").on("data", (piece) => (output += piece))
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (code) => resolve({ code, output }))
  })
}
