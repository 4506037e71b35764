import type { RunningServer } from "./adapter.ts"
import type { ServerReport } from "./failure.ts"

const signals = { SIGINT: 2, SIGTERM: 15 } as const

/** Closes a server on SIGTERM or SIGINT and leaves the process: with 0, or with 1 if closing failed. A second signal leaves at once. */
export function closeOnSignals(server: RunningServer, report: ServerReport): void {
  let closing = false
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      if (closing) process.exit(128 + number)
      closing = true
      server.close().then(
        () => process.exit(0),
        (error: unknown) => {
          report(error, undefined)
          process.exit(1)
        },
      )
    })
  }
}
