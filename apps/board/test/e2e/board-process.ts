import { type ChildProcess, execFile, spawn } from "node:child_process"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

const board = fileURLToPath(new URL("../../", import.meta.url))
const programs = {
  node: process.execPath,
  bun: fileURLToPath(new URL("../../../../node_modules/.bin/bun", import.meta.url)),
}

export type Runtime = keyof typeof programs

export interface BoardProcess {
  readonly url: string
  /** Makes an admin of somebody, as whoever runs the board would. @throws Error when the command fails */
  readonly promote: (email: string) => Promise<void>
  /** What the server has written so far. */
  readonly output: () => string
  /** Stops the server and answers how it ended: 0 when it ended by itself, in time. */
  readonly stop: () => Promise<number | string>
}

/**
 * Starts the real board on a free port, with a database of its own that is gone afterwards.
 *
 * @throws Error with the server's output, when it does not answer within 20 s
 */
export async function startBoard(runtime: Runtime): Promise<BoardProcess> {
  const folder = await mkdtemp(join(tmpdir(), "board-e2e-"))
  const port = await freePort()
  const url = `http://localhost:${port}`
  const env = {
    ...process.env,
    PORT: String(port),
    DATABASE_URL: `sqlite:${join(folder, "board.db")}`,
    // All people of these tests have one address.
    LOGIN_LIMIT: "1000",
    RATE_LIMIT: "100000",
  }
  const child = spawn(programs[runtime], ["server/main.ts"], { cwd: board, env })
  process.once("exit", () => child.kill("SIGKILL"))
  let output = ""
  child.stdout.on("data", (data) => (output += data))
  child.stderr.on("data", (data) => (output += data))

  const stop = async (): Promise<number | string> => {
    const ended = await end(child)
    await rm(folder, { recursive: true, force: true })
    return ended
  }
  if (!(await answers(url, child))) {
    await stop()
    throw new Error(`The board does not answer at ${url}:\n${output}`)
  }
  const promote = async (email: string): Promise<void> => {
    await promisify(execFile)(programs[runtime], ["server/promote.ts", email], { cwd: board, env })
  }
  return { url, promote, output: () => output, stop }
}

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 200 && child.exitCode === null; attempt++) {
    const response = await fetch(`${url}/api/posts`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
    if (response?.ok) return true
    await wait(100)
  }
  return false
}

async function end(child: ChildProcess): Promise<number | string> {
  const ended = child.exitCode ?? child.signalCode
  if (ended !== null) return ended
  const ending = new Promise<number | string>((resolve) =>
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "")),
  )
  child.kill("SIGTERM")
  const late = setTimeout(() => child.kill("SIGKILL"), 10_000)
  return ending.finally(() => clearTimeout(late))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === "string") throw new Error("No free port.")
  return address.port
}
