import { serve } from "../../server/serve.ts"
import { findAppFile, loadApp } from "../app-file.ts"
import type { Parsed } from "../command.ts"
import { serveOptions } from "../serve-options.ts"

/** `maru serve`: serves until a signal comes, then lets requests in flight finish. */
export async function run({ positionals, options }: Parsed): Promise<number> {
  const settings = serveOptions(options)
  const app = await loadApp(findAppFile(positionals[0]))
  const server = await serve(app, { ...settings, handleSignals: true })
  process.stdout.write(`${app.options.title} ${app.options.version} listens on ${server.url}\n`)
  return untilSignal()
}

/** The signal's own handler ends the process. */
function untilSignal(): Promise<never> {
  return new Promise(() => undefined)
}
