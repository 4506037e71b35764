// Transcripts of the guide: what a terminal shows, command by command, each with what it really prints.
import { spawn } from "node:child_process"
import { dirname, join } from "node:path"
import { pathToFileURL } from "node:url"
import { securityHeaderList } from "../../packages/maru/src/http/security-headers.ts"
import { root, run } from "../program.ts"
import type { Block } from "./blocks.ts"
import { type Answering, Terminal, parseCommand } from "./shell.ts"

/** A command with what the page says that it prints. */
export interface Entry {
  readonly command: string
  readonly output: string
}

/** Takes a transcript apart: commands stand behind `$ `, what follows is their output. */
export function entriesOf(text: string): Entry[] {
  const entries: { command: string; output: string[] }[] = []
  let open = false
  for (const line of text.split("\n")) {
    const last = entries.at(-1)
    if (open) last!.command += `\n${line}`
    else if (line.startsWith("$ ")) entries.push({ command: line.slice(2), output: [] })
    else last?.output.push(line)
    open = (open || line.startsWith("$ ")) && line.endsWith("\\")
  }
  return entries.map(({ command, output }) => ({ command, output: output.join("\n").trim() }))
}

/** A transcript as text, with an empty line between commands that print something. */
export function transcriptText(entries: readonly Entry[]): string {
  const parts = entries.map(({ command, output }) => (output === "" ? `$ ${command}` : `$ ${command}\n${output}\n`))
  return `${parts.join("\n").trimEnd()}\n`
}

/** Whether an output is what the page says; a line `…` on the page stands for any lines. */
export function fits(said: string, printed: string): boolean {
  const pieces = said.split(/^[ \t]*…$/m).map((piece) => piece.replace(/^\n|\n$/g, ""))
  if (pieces.length === 1) return said === printed
  let rest = printed
  for (const [index, piece] of pieces.entries()) {
    const at = index === pieces.length - 1 ? rest.lastIndexOf(piece) : rest.indexOf(piece)
    if (at === -1 || (index === 0 && at !== 0)) return false
    rest = rest.slice(at + piece.length)
  }
  return pieces.at(-1) === "" || rest === ""
}

const main = join(root, "packages/maru/src/cli/main.ts")

const uuid = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g
const httpDate = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT/g
const now = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g
const token = /\b(session=|"token":\s*")[\w-]{43}/g
/** Those of files and of bytes; a version that an application counts is a short one. */
const etag = /^(etag: )(W\/)?"[^"]{6,}"$/gm

// Every answer has them; one page shows them, and the others are shorter without.
const standard: ReadonlySet<string> = new Set(securityHeaderList().map(([name, value]) => `${name}: ${value}`))

function withoutStandard(text: string): string {
  const lines = text.split("\n")
  return lines.filter((line) => !standard.has(line.trimEnd())).join("\n")
}

/** Puts a fixed example in the place of what is another one each time: ids, times, tokens, validators of files. */
export function settled(text: string): string {
  return withoutStandard(text)
    .replace(uuid, "5b0c1c1e-8d0f-4c57-9a86-2f4a1c6f0d3b")
    .replace(httpDate, (date) => (Date.parse(date) === 0 ? date : "Mon, 03 Aug 2026 09:30:00 GMT"))
    .replace(now, (time) => (Math.abs(Date.parse(time) - Date.now()) < 600_000 ? "2026-08-03T09:30:00.000Z" : time))
    .replace(token, "$1Qk3v0cS1hZy7nB2mXw9tLrUeDgJaFpI6oK4sN8yTzVE")
    .replace(etag, '$1$2"1f-198e7c2d3a0"')
    .replace(/app;dur=\d+/g, "app;dur=1")
    .replace(/"request":"[\w-]{12}-\w+"/g, '"request":"mAUypUYXvipz-0"')
    .replace(/"ms":\d+(?:\.\d+)?/g, '"ms":1.2')
    .replace(/started in \d+ ms/g, "started in 180 ms")
    .replace(/on (?:Node|Bun) \d+\.\d+\.\d+/g, "on Node 24.21.0")
    .replaceAll(`${root}/`, "")
}

/** What an application has besides its door. What it would print of failures is not wanted in a transcript. */
interface Example extends Answering {
  close(): Promise<void>
  with(changes: { readonly report: () => void }): Example
}

// Each terminal gets an application of its own, with what its module keeps in memory.
let instances = 0

/** The terminals of one page: each application runs once, through all transcripts that name it. */
export class PageTerminals implements AsyncDisposable {
  readonly #examples: string
  readonly #open = new Map<string, { readonly app: Example; readonly terminal: Terminal }>()

  /** @param examples folder of the examples */
  constructor(examples: string) {
    this.#examples = examples
  }

  /** Runs the commands of a transcript and gives what each of them prints. */
  async run({ about, text }: Block): Promise<Entry[]> {
    const entries: Entry[] = []
    for (const { command } of entriesOf(text)) {
      entries.push({ command, output: settled(await this.#output(about, command)).trim() })
    }
    return entries
  }

  async #output(about: string, line: string): Promise<string> {
    const command = parseCommand(line)
    const [[program, first, ...rest] = []] = command.parts
    const folder = join(this.#examples, dirname(about))
    if (program === "curl") return (await this.#terminal(about)).run(command)
    if (program === "npx" && first === "maru") {
      return rest[0] === "dev" || rest[0] === "serve" ? served(folder, rest) : spawned(folder, [main, ...rest])
    }
    if (program === "node" && first) return spawned(folder, [first, ...rest])
    throw new Error(`"${line}" is no command that transcripts know`)
  }

  async #terminal(about: string): Promise<Terminal> {
    const known = this.#open.get(about)
    if (known) return known.terminal
    const file = join(this.#examples, about)
    const module = (await import(`${pathToFileURL(file).href}?${instances++}`)) as { app: Example }
    const app = module.app.with({ report: () => undefined })
    const terminal = new Terminal(app, dirname(file))
    this.#open.set(about, { app, terminal })
    return terminal
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { app } of this.#open.values()) await app.close()
  }
}

/** What a program prints, run by the runtime that runs this. */
async function spawned(cwd: string, args: readonly string[]): Promise<string> {
  const { output } = await run(process.execPath, args, { cwd, limit: 15_000 })
  return output
}

/** What a server prints until it listens, or until it has given up. It gets a free port, which is shown as 8000. */
function served(cwd: string, args: readonly string[]): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  const env = { ...process.env, PORT: "0", NO_COLOR: "1", FORCE_COLOR: undefined }
  const port = args.indexOf("--port")
  const free = port === -1 ? args : args.toSpliced(port, 2)
  const child = spawn(process.execPath, [main, ...free], { cwd, env, stdio: ["ignore", "pipe", "pipe"] })
  const timer = setTimeout(() => child.kill("SIGKILL"), 15_000)
  let output = ""
  const collect = (piece: string): void => {
    output += piece
    if (/^.* listens on .*\n/m.test(output) || /^ {2}OpenAPI .*\n/m.test(output)) child.kill("SIGTERM")
  }
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", collect)
  child.once("close", () => {
    clearTimeout(timer)
    resolve(output.replace(/(http:\/\/[\w.]+):\d+/g, "$1:8000"))
  })
  return promise
}
