import { accessSync, constants, readFileSync } from "node:fs"
import { delimiter, join } from "node:path"

/** Where the server and the load generator run; without two cores or without taskset nothing is pinned. */
export interface Cores {
  readonly server: number | undefined
  readonly load: number | undefined
}

/** The first core that this process may use is the server's, the last one the load generator's. */
export function chooseCores(): Cores {
  const allowed = allowedCores()
  if (allowed.length < 2 || !findProgram("taskset")) return { server: undefined, load: undefined }
  return { server: allowed[0], load: allowed.at(-1) }
}

/** Command and arguments that run a program on one core only. */
export function pin(core: number | undefined, command: readonly string[]): readonly string[] {
  return core === undefined ? command : ["taskset", "-c", String(core), ...command]
}

/** Full path of a program on PATH. */
export function findProgram(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(isExecutable)
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function allowedCores(): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readProc("self/status"))?.[1] ?? ""
  return list.split(",").flatMap((range) => {
    const [first, last = first] = range.split("-").map(Number)
    return first === undefined || Number.isNaN(first)
      ? []
      : Array.from({ length: last! - first + 1 }, (_, i) => first + i)
  })
}

/** A file of Linux's /proc; empty where there is none. */
export function readProc(name: string): string {
  try {
    return readFileSync(`/proc/${name}`, "utf8")
  } catch {
    return ""
  }
}

// USER_HZ is 100 on every Linux that Node and Bun run on.
const ticksPerSecond = 100

/** Seconds of processor time that a process, with all its threads, has used; undefined where /proc is missing. */
export function cpuSeconds(pid: number): number | undefined {
  const stat = readProc(`${pid}/stat`)
  // The name in parentheses may contain spaces: fields are counted after it, utime and stime are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return stat === "" ? undefined : (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
