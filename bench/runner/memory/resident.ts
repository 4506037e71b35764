import { readProc } from "../cores.ts"

/** Memory of a process in MiB, as Linux tells it. */
export interface Memory {
  /** All pages that are in memory (VmRSS); those of the runtime's program file, which others may share, included. */
  readonly resident: number
  /** The same, with shared pages divided among those who share them (Pss). */
  readonly proportional: number
}

/** @throws Error where /proc does not tell */
export function memoryOf(pid: number): Memory {
  const resident = kibibytes(readProc(`${pid}/status`), "VmRSS")
  if (resident === undefined)
    throw new Error("The suite memory needs Linux: /proc does not tell the memory of a process.")
  const proportional = kibibytes(readProc(`${pid}/smaps_rollup`), "Pss") ?? resident
  return { resident: resident / 1024, proportional: proportional / 1024 }
}

function kibibytes(text: string, field: string): number | undefined {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(text)?.[1]
  return found === undefined ? undefined : Number(found)
}
