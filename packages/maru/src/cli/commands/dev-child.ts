import { serve } from "../../server/serve.ts"
import { findAppFile, loadApp } from "../app-file.ts"
import type { Parsed } from "../command.ts"
import { describeFailure } from "../failure.ts"
import { placesOf } from "../dev/places.ts"
import type { ChildMessage } from "../dev/message.ts"
import { serveOptions } from "../serve-options.ts"

/** Milliseconds that requests in flight have to finish when a file has changed. */
const gracePeriod = 500

/** The part of `maru dev` that serves: tells its parent when it listens, or why it does not. */
export async function run({ positionals, options }: Parsed): Promise<number> {
  try {
    const app = await loadApp(findAppFile(positionals[0]))
    const server = await serve(app, { ...serveOptions(options), gracePeriod, handleSignals: true })
    const { title, version } = app.options
    await tell({ kind: "listening", port: server.port, title, version, places: placesOf(app, server.url) })
  } catch (error) {
    const { code } = error as { code?: unknown }
    await tell({ kind: "failed", text: describeFailure(error), code: typeof code === "string" ? code : undefined })
    return 1
  }
  // Nobody would stop it after its parent has gone.
  process.on("disconnect", () => process.kill(process.pid, "SIGTERM"))
  return new Promise(() => undefined)
}

function tell(message: ChildMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send) process.send(message, undefined, undefined, () => resolve())
    else resolve()
  })
}
