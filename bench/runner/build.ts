import { fileURLToPath } from "node:url"
import { start } from "./children.ts"
import { type Program, runtimes } from "./server.ts"

const folder = fileURLToPath(new URL("..", import.meta.url))
const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url))

/** Compiles those of the programs that need it. @throws Error with what the compiler says when one does not compile */
export async function buildAll(programs: readonly Program[]): Promise<void> {
  for (const project of new Set(programs.map((program) => program.build))) {
    if (project !== undefined) await build(project)
  }
}

function build(project: string): Promise<void> {
  const command = [runtimes.node, compiler, "-p", project, "--pretty", "false"]
  const child = start(command, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout!.setEncoding("utf8").on("data", (piece) => (output += piece))
  return new Promise((resolve, reject) => {
    child.once("error", reject)
    child.once("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${project} cannot be built:\n${output}`)),
    )
  })
}
