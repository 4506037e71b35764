import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { createServer } from "node:net"
import type { AddressInfo } from "node:net"

/** A server under test, in a process group of its own. */
export interface RunningServer {
  readonly url: string
  /** Milliseconds from the command to the first answer. */
  readonly startTime: number
  /** Asks it to stop and waits for the end of all its processes. @throws Error with its output if that takes over 10 s */
  stop(): Promise<void>
}

/**
 * Starts a command that serves, and waits until it answers.
 *
 * @param limit milliseconds
 * @throws Error with the output when it ends or says nothing in time
 */
export async function startServer(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
  limit: number,
): Promise<RunningServer> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const begin = performance.now()
  const child = spawn(command[0]!, command.slice(1), {
    cwd,
    env: { ...env, PORT: String(port) },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (piece) => (output += piece))
  const end = once(child, "close")
  while (!(await answersAt(url))) {
    const late = performance.now() - begin > limit
    if (!late && child.exitCode === null) continue
    signalGroup(child, "SIGKILL")
    throw new Error(`${command.join(" ")} ${late ? `did not answer within ${limit} ms` : "ended"}:\n${output}`)
  }
  const startTime = performance.now() - begin
  const stop = async (): Promise<void> => {
    signalGroup(child, "SIGTERM")
    const timer = setTimeout(() => signalGroup(child, "SIGKILL"), 10_000)
    await end
    clearTimeout(timer)
    if (child.signalCode === "SIGKILL") throw new Error(`${command.join(" ")} did not stop within 10 s:\n${output}`)
  }
  return { url, startTime, stop }
}

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}

async function answersAt(url: string): Promise<boolean> {
  try {
    await (await fetch(url, { signal: AbortSignal.timeout(1000) })).arrayBuffer()
    return true
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return false
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal)
  } catch {
    // The group has ended by itself.
  }
}
