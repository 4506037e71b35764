import { dirname, relative } from "node:path"
import { findAppFile } from "../app-file.ts"
import type { Parsed } from "../command.ts"
import { DevServer } from "../dev/dev-server.ts"
import { SourceWatcher } from "../dev/source-watcher.ts"
import { serveOptions } from "../serve-options.ts"

/** `maru dev`: serves, and starts anew when a file changes. */
export async function run({ positionals, options }: Parsed): Promise<number> {
  const file = findAppFile(positionals[0])
  const { port, hostname } = serveOptions(options)
  const names = (options["allow-host"] ?? []) as readonly string[]
  const args = [...(hostname ? ["--host", hostname] : []), ...names.flatMap((name) => ["--allow-host", name])]
  const server = new DevServer({ file, port, args })

  using _ = new SourceWatcher(folderOf(file), (files) => void server.restart(`${shown(files)} changed`), {
    failed: (error) => process.stderr.write(`Some changes will not be noticed: ${error.message}\n`),
  })
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void server.stop())
  void server.restart()
  return await server.done
}

/** The working directory, or the file's own if it lies elsewhere. */
function folderOf(file: string): string {
  return relative(process.cwd(), file).startsWith("..") ? dirname(file) : process.cwd()
}

function shown(files: readonly string[]): string {
  const [first, ...rest] = files
  return rest.length === 0 ? first! : `${first} and ${rest.length} more`
}
