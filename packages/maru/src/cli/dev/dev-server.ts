import { relative } from "node:path"
import { type Colours, coloursFor } from "../../log/colour.ts"
import { type Child, type Ending, startChild } from "./child.ts"
import type { ChildMessage } from "./message.ts"

export interface DevOptions {
  /** Absolute path of the application's file. */
  readonly file: string
  /** 0 takes a free port at the first start and keeps it. */
  readonly port: number
  /** Further arguments of the serving child. */
  readonly args: readonly string[]
}

/** What ends `maru dev`: the first start found its address taken. */
const final: ReadonlySet<string | undefined> = new Set(["listen-failed", "settings-invalid"])

/** Runs the application in a child, and again whenever it is told to. */
export class DevServer {
  readonly #options: DevOptions
  readonly #colours: Colours = coloursFor(process.stdout)
  #port: number
  #child: Child | undefined
  #announced = false
  #restarting: Promise<void> | undefined
  #again = false
  #ended = false
  readonly #done = Promise.withResolvers<number>()

  constructor(options: DevOptions) {
    this.#options = options
    this.#port = options.port
  }

  /** The exit code, once the server has been stopped or cannot go on. */
  get done(): Promise<number> {
    return this.#done.promise
  }

  /** Starts the application; a running one is stopped first. Calls during a restart make one more. */
  async restart(reason?: string): Promise<void> {
    if (reason) this.#say(`${reason}, restarting`)
    if (this.#restarting) {
      this.#again = true
      return this.#restarting
    }
    this.#restarting = this.#replace()
    await this.#restarting
    this.#restarting = undefined
    if (this.#again && !this.#ended) {
      this.#again = false
      await this.restart()
    }
  }

  async stop(code = 0): Promise<void> {
    this.#ended = true
    const child = this.#child
    this.#child = undefined
    await child?.stop()
    this.#done.resolve(code)
  }

  async #replace(): Promise<void> {
    const previous = this.#child
    this.#child = undefined
    await previous?.stop()
    if (!this.#ended) await this.#start()
  }

  /** Resolves when the child listens, or has ended. */
  #start(): Promise<void> {
    const { file, args } = this.#options
    const began = performance.now()
    return new Promise((resolve) => {
      let failure: ChildMessage | undefined
      const child = startChild(["dev-child", file, ...args, "--port", `${this.#port}`], (message) => {
        if (message.kind === "failed") failure = message
        else {
          this.#announce(message, performance.now() - began)
          resolve()
        }
      })
      this.#child = child
      const over = (ending: Ending | Error): void => {
        resolve()
        if (this.#child === child) this.#lost(ending, failure)
      }
      child.ended.then(over, over)
    })
  }

  #announce(message: Extract<ChildMessage, { kind: "listening" }>, time: number): void {
    this.#port = message.port
    if (this.#announced) return this.#say(`restarted in ${Math.round(time)} ms`)
    this.#announced = true
    const { bold, dim, cyan } = this.#colours
    const width = Math.max(...message.places.map(({ name }) => name.length))
    const lines = message.places.map(({ name, url }) => `  ${name.padEnd(width)}  ${cyan(url)}`)
    const title = `${bold(message.title)} ${message.version} ${dim(`on ${runtime()}, started in ${Math.round(time)} ms`)}`
    process.stdout.write(`\n  ${title}\n\n${lines.join("\n")}\n\n`)
  }

  /** The child has ended by itself: by a failure at start, a crash, or somebody's signal. */
  #lost(ending: Ending | Error, failure: ChildMessage | undefined): void {
    this.#child = undefined
    if (failure?.kind === "failed") {
      process.stderr.write(`\n${failure.text}\n\n`)
      if (!this.#announced && final.has(failure.code)) {
        void this.stop(1)
        return
      }
    } else this.#say(`the application ended with ${endingOf(ending)}`)
    this.#say(`waiting for a change of ${relative(process.cwd(), this.#options.file)} or a file beside it`)
  }

  #say(text: string): void {
    const time = new Date().toTimeString().slice(0, 8)
    process.stdout.write(`${this.#colours.dim(time)}  ${text}\n`)
  }
}

function endingOf(ending: Ending | Error): string {
  if (ending instanceof Error) return ending.message
  return ending.signal ? `signal ${ending.signal}` : `code ${ending.code}`
}

function runtime(): string {
  const { bun, node } = process.versions
  return bun ? `Bun ${bun}` : `Node ${node}`
}
