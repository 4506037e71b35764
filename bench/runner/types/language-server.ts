import { type ChildProcess, spawn } from "node:child_process"
import { runtimes } from "../server.ts"
import { compiler } from "./compiler.ts"

/** Longest wait for one answer, in milliseconds. */
const patience = 60_000

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

/**
 * TypeScript's language server, spoken to as an editor does.
 * https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
 */
export class LanguageServer {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #received = Buffer.alloc(0)
  #last = 0

  constructor() {
    this.#child = spawn(runtimes.node, [compiler, "--lsp", "--stdio"], { stdio: ["pipe", "pipe", "ignore"] })
    this.#child.stdout!.on("data", (bytes: Buffer) => this.#receive(bytes))
    this.#child.once("close", () => this.#fail(new Error("The language server has ended.")))
    this.#child.once("error", (error) => this.#fail(error))
  }

  /** @throws Error with what the server says, or when it says nothing for a minute */
  async request<T>(method: string, params: unknown): Promise<T> {
    const id = ++this.#last
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#waiting.set(id, { resolve, reject })
    const timer = setTimeout(() => reject(new Error(`The language server does not answer ${method}.`)), patience)
    this.#send({ id, method, params })
    try {
      return (await promise) as T
    } finally {
      clearTimeout(timer)
      this.#waiting.delete(id)
    }
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params })
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("close", resolve))
    this.#child.kill("SIGKILL")
    await ended
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message })
    this.#child.stdin!.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes])
    for (;;) {
      const end = this.#received.indexOf("\r\n\r\n")
      if (end < 0) return
      const length = Number(/content-length: *(\d+)/i.exec(this.#received.toString("latin1", 0, end))?.[1])
      const from = end + 4
      if (this.#received.length < from + length) return
      this.#handle(JSON.parse(this.#received.toString("utf8", from, from + length)) as Message)
      this.#received = this.#received.subarray(from + length)
    }
  }

  #handle({ id, method, result, error }: Message): void {
    // What the server asks of the editor, its settings above all, it gets no answer to but "nothing".
    if (method !== undefined) {
      if (id !== undefined) this.#send({ id, result: null })
      return
    }
    const waiting = this.#waiting.get(id as number)
    if (error) waiting?.reject(new Error(`The language server refuses: ${error.message}`))
    else waiting?.resolve(result)
  }

  #fail(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error)
  }
}
