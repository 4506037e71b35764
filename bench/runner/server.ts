import type { ChildProcess } from "node:child_process"
import { fileURLToPath } from "node:url"
import { start, stop } from "./children.ts"
import { pin } from "./cores.ts"

export type RuntimeName = "bun" | "node" | "python"

/** One file that serves all cases on one runtime. */
export interface Program {
  readonly runtime: RuntimeName
  readonly name: string
  /** Relative to the folder that it runs in. */
  readonly file: string
  /** Folder of a project that the compiler turns into that file first, for what cannot run without a build. */
  readonly build?: string
}

/** A running program. */
export interface Server {
  readonly origin: string
  readonly pid: number
  close(): Promise<void>
}

const folder = fileURLToPath(new URL("..", import.meta.url))

/** The runtimes that the lockfile pins, never those of the machine; but its Python, with the packages of its system. */
export const runtimes: Readonly<Record<RuntimeName, string>> = {
  bun: fileURLToPath(new URL("../../node_modules/bun/bin/bun.exe", import.meta.url)),
  node: fileURLToPath(new URL("../../node_modules/node/bin/node", import.meta.url)),
  python: "/usr/bin/python3",
}

const startLimit = 20_000

/** Where a program runs, when not in the folder of the benchmark with nothing set. */
export interface Place {
  readonly folder?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a program in production mode and waits for the address that it prints. */
export async function serve(program: Program, core: number | undefined, place: Place = {}): Promise<Server> {
  const command = pin(core, [runtimes[program.runtime], program.file])
  const child = start(command, {
    cwd: place.folder ?? folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production", NO_COLOR: "1", ...place.env },
  })
  try {
    const origin = await printedOrigin(child, program)
    return { origin, pid: child.pid!, close: () => stop(child) }
  } catch (error) {
    await stop(child)
    throw error
  }
}

function printedOrigin(child: ChildProcess, program: Program): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let output = ""
  const fail = (reason: string): void => reject(new Error(`${program.file} on ${program.runtime} ${reason}\n${output}`))
  const timer = setTimeout(() => fail(`printed no address within ${startLimit / 1000} s.`), startLimit)
  const collect = (piece: string): void => {
    // Kept short: a program that logs every request must not fill the memory of the runner.
    output = (output + piece).slice(-4000)
    const origin = /http:\/\/(?:127\.0\.0\.1|localhost):\d+/.exec(output)?.[0]
    if (origin !== undefined) resolve(origin.replace("localhost", "127.0.0.1"))
  }
  child.stdout!.setEncoding("utf8").on("data", collect)
  child.stderr!.setEncoding("utf8").on("data", collect)
  child.once("error", (error) => fail(`could not be started: ${error.message}`))
  child.once("exit", (code) => fail(`ended with code ${code} instead of listening.`))
  return promise.finally(() => clearTimeout(timer))
}
