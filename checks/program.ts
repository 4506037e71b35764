import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

/** Root of the repository, without a slash at its end. */
export const root: string = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "")

/** Programs that the lockfile pins; the machine's own node and bun are never used. */
export const pinned = {
  node: join(root, "node_modules/node/bin/node"),
  bun: join(root, "node_modules/bun/bin/bun.exe"),
  tsc: join(root, "node_modules/typescript/bin/tsc"),
  vitest: join(root, "node_modules/vitest/vitest.mjs"),
} as const

/** What a program left behind. */
export interface Outcome {
  /** Exit code; -1 when it was stopped by a signal or for being too slow. */
  readonly code: number
  /** Standard output and error as they came; empty when they were shown directly. */
  readonly output: string
  /** How long it ran, in milliseconds. */
  readonly time: number
}

export interface RunOptions {
  readonly cwd?: string
  /** Added to the environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Milliseconds before the program is stopped; ten minutes by default. */
  readonly limit?: number
  /** Show the output as it comes instead of collecting it. */
  readonly show?: boolean
}

/** Runs a program to its end, with the pinned runtimes first on PATH and without an input. Never throws for a failing program. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const start = performance.now()
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: environment(options.env),
    stdio: ["ignore", options.show ? "inherit" : "pipe", options.show ? "inherit" : "pipe"],
  })
  let output = ""
  const collect = (piece: string): void => {
    output += piece
  }
  child.stdout?.setEncoding("utf8").on("data", collect)
  child.stderr?.setEncoding("utf8").on("data", collect)
  const limit = options.limit ?? 600_000
  const timer = setTimeout(() => {
    collect(`\nStopped after ${limit / 1000} s.\n`)
    if (options.show) console.log(`Stopped after ${limit / 1000} s.`)
    child.kill("SIGKILL")
  }, limit)
  const end = (code: number | null): void => {
    clearTimeout(timer)
    resolve({ code: code ?? -1, output, time: performance.now() - start })
  }
  child.once("error", (error) => {
    collect(`${program}: ${error.message}\n`)
    end(null)
  })
  child.once("close", end)
  return promise
}

/** The environment of this program with the pinned runtimes first on PATH. */
export function environment(extra: RunOptions["env"] = {}): NodeJS.ProcessEnv {
  const path = [join(root, "node_modules/node/bin"), join(root, "node_modules/.bin"), process.env["PATH"]]
  const colour = process.stdout.isTTY ? {} : { NO_COLOR: "1", FORCE_COLOR: undefined }
  return { ...process.env, PATH: path.filter(Boolean).join(delimiter), ...colour, ...extra }
}

/** Names of pinned programs that are not installed. */
export function missingPrograms(): string[] {
  return Object.entries(pinned)
    .filter(([, path]) => !existsSync(path))
    .map(([name]) => name)
}
