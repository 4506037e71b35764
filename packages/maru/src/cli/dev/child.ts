import { type ChildProcess, spawn } from "node:child_process"
import type { ChildMessage } from "./message.ts"

/** Milliseconds after which a child that does not stop is killed. */
const patience = 3000

/** How a child ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** The application, served by a process of its own on the same runtime. */
export interface Child {
  readonly ended: Promise<Ending>
  /** Asks it to finish and waits for its end. */
  readonly stop: () => Promise<Ending>
}

/**
 * @param args of `maru`
 * @param told receives what the child says of its start
 */
export function startChild(args: readonly string[], told: (message: ChildMessage) => void): Child {
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1]!, ...args], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, ...colour() },
  })
  child.on("message", (message) => told(message as ChildMessage))
  const ended = new Promise<Ending>((resolve, reject) => {
    child.once("exit", (code, signal) => resolve({ code, signal }))
    child.once("error", reject)
  })
  return { ended, stop: () => stop(child, ended) }
}

async function stop(child: ChildProcess, ended: Promise<Ending>): Promise<Ending> {
  child.kill("SIGTERM")
  const timer = setTimeout(() => child.kill("SIGKILL"), patience)
  try {
    return await ended
  } finally {
    clearTimeout(timer)
  }
}

// What the child says of a failure is shown by its parent, on the same terminal.
function colour(): Record<string, string> {
  return process.stderr.isTTY && !process.env["NO_COLOR"] ? { FORCE_COLOR: "1" } : {}
}
