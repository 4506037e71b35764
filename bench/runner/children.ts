// Every process that the runner starts is ended with it, however it ends.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process"
import { findProgram } from "./cores.ts"

const running = new Set<ChildProcess>()

// Linux ends a child with its parent when told to, even when the parent is killed and can do nothing itself.
const bound = findProgram("setpriv") ? ["setpriv", "--pdeathsig", "KILL", "--"] : []

/** Starts a process that does not outlive the runner. */
export function start(command: readonly string[], options: SpawnOptions): ChildProcess {
  const [program, ...args] = [...bound, ...command]
  const child = spawn(program!, args, options)
  running.add(child)
  child.once("exit", () => running.delete(child))
  child.once("error", () => running.delete(child))
  return child
}

/** Asks a process to end, and ends it when it has not after two seconds. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  child.kill("SIGTERM")
  const timer = setTimeout(() => child.kill("SIGKILL"), 2000)
  await ended
  clearTimeout(timer)
}

function endAll(): void {
  for (const child of running) child.kill("SIGKILL")
}

process.once("exit", endAll)
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.once(signal, () => process.exit(code))
}
