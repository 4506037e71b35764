import { dirname } from "node:path"
import { nodeFs } from "../runtime/modules.ts"
import type { LineTarget } from "./line-writer.ts"

/** A file that begins anew when it is full. */
export interface LogFile {
  readonly file: string
  /** Bytes after which it becomes `file.1`, that `file.2`, and so on. Default 10 MiB. */
  readonly maxSize?: number
  /** Files of before that stay. Default 5. */
  readonly keep?: number
}

/** A stream that the process has, such as the standard output. */
export function descriptorTarget(descriptor: number): LineTarget {
  return { write: (text) => void writeAll(descriptor, Buffer.from(text)), close: () => undefined }
}

/** A file with rotation. One process may write to it; several need a file each, or the standard output. */
export class RotatingFile implements LineTarget {
  readonly #file: string
  readonly #maxSize: number
  readonly #keep: number
  #descriptor: number
  #size: number

  /** @throws Error where the file cannot be opened */
  constructor({ file, maxSize = 10 * 1024 * 1024, keep = 5 }: LogFile) {
    this.#file = file
    this.#maxSize = maxSize
    this.#keep = keep
    nodeFs().mkdirSync(dirname(file), { recursive: true })
    ;[this.#descriptor, this.#size] = opened(file)
  }

  write(text: string): void {
    const bytes = Buffer.from(text)
    if (this.#size > 0 && this.#size + bytes.length > this.#maxSize) this.#rotate()
    if (writeAll(this.#descriptor, bytes)) this.#size += bytes.length
  }

  close(): void {
    nodeFs().closeSync(this.#descriptor)
  }

  #rotate(): void {
    try {
      nodeFs().closeSync(this.#descriptor)
      nodeFs().rmSync(this.#numbered(this.#keep), { force: true })
      for (let number = this.#keep - 1; number >= 0; number--) {
        if (nodeFs().existsSync(this.#numbered(number)))
          nodeFs().renameSync(this.#numbered(number), this.#numbered(number + 1))
      }
      if (this.#keep === 0) nodeFs().rmSync(this.#file, { force: true })
    } catch (error) {
      complain(error)
    }
    ;[this.#descriptor, this.#size] = opened(this.#file)
  }

  #numbered(number: number): string {
    return number === 0 ? this.#file : `${this.#file}.${number}`
  }
}

function opened(file: string): [descriptor: number, size: number] {
  const descriptor = nodeFs().openSync(file, "a", 0o640)
  return [descriptor, nodeFs().fstatSync(descriptor).size]
}

const pause = new Int32Array(new SharedArrayBuffer(4))
/** Milliseconds that a reader of our output may let us wait before lines are given up. */
const patience = 1000

/** False where the lines are lost: the disk is full, or nobody reads them any more. Logging never stops what it logs. */
function writeAll(descriptor: number, bytes: Buffer): boolean {
  let waited = 0
  for (let start = 0; start < bytes.length;) {
    try {
      start += nodeFs().writeSync(descriptor, bytes, start)
    } catch (error) {
      const { code } = error as { code?: string }
      if (code === "EINTR") continue
      if (code !== "EAGAIN" || waited++ > patience) {
        if (code !== "EPIPE") complain(error)
        return false
      }
      Atomics.wait(pause, 0, 0, 1)
    }
  }
  return true
}

let complained = false

function complain(error: unknown): void {
  if (complained) return
  complained = true
  process.emitWarning(
    `Lines of the log are lost: ${error instanceof Error ? error.message : String(error)}`,
    "LogWarning",
  )
}
