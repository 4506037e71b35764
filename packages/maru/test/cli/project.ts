import { type ChildProcess, spawn } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const here = import.meta.dirname
const main = join(here, "../../src/cli/main.ts")

/** What a command left behind. */
export interface Result {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder with an application of its own, and `maru` run in it on the runtime of the test. */
export class Project implements Disposable {
  readonly folder: string = mkdtempSync(join(tmpdir(), "maru-cli-"))
  readonly #running = new Set<ChildProcess>()

  constructor(files: Readonly<Record<string, string>>) {
    this.write("package.json", `{ "type": "module", "private": true }`)
    mkdirSync(join(this.folder, "node_modules"))
    symlinkSync(join(here, "../.."), join(this.folder, "node_modules/maru"))
    symlinkSync(join(here, "../../../../node_modules/zod"), join(this.folder, "node_modules/zod"))
    for (const [file, text] of Object.entries(files)) this.write(file, text)
  }

  write(file: string, text: string): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true })
    writeFileSync(join(this.folder, file), text)
  }

  [Symbol.dispose](): void {
    for (const child of this.#running) child.kill("SIGKILL")
    rmSync(this.folder, { recursive: true, force: true })
  }

  /** Runs a command to its end. */
  async maru(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Result> {
    const running = this.start(args, env)
    return { code: await running.ended, stdout: running.stdout(), stderr: running.stderr() }
  }

  /** Starts a command that goes on. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const { PORT: _, HOST: __, FORCE_COLOR: ___, ...inherited } = process.env
    const child = spawn(process.execPath, [main, ...args], { cwd: this.folder, env: { ...inherited, ...env } })
    this.#running.add(child)
    return new Running(child, () => this.#running.delete(child))
  }
}

/** A command that was started. */
export class Running {
  readonly #child: ChildProcess
  readonly #texts = { stdout: "", stderr: "" }
  readonly ended: Promise<number | null>

  constructor(child: ChildProcess, over: () => void) {
    this.#child = child
    for (const name of ["stdout", "stderr"] as const) {
      child[name]!.setEncoding("utf8").on("data", (text: string) => (this.#texts[name] += text))
    }
    this.ended = new Promise((resolve) => {
      child.once("close", (code) => {
        over()
        resolve(code)
      })
    })
  }

  stdout(): string {
    return this.#texts.stdout
  }

  stderr(): string {
    return this.#texts.stderr
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Waits until the output matches; the match. @throws after a minute */
  async until(pattern: RegExp, stream: "stdout" | "stderr" = "stdout"): Promise<RegExpExecArray> {
    const late = performance.now() + 60_000
    for (;;) {
      const found = pattern.exec(this.#texts[stream])
      if (found) return found
      if (performance.now() > late) {
        throw new Error(`${String(pattern)} never came.\n${this.#texts.stdout}\n${this.#texts.stderr}`)
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

/** An application with two routers, for commands that only look at it. */
export const library = `import { App, body, dependency, docs, get, header, path, post, query, raises, returns, router } from "maru"
import { z } from "zod"

class BookMissing extends Error {}
const Book = z.object({ id: z.int(), title: z.string() })
const reader = dependency({ token: header("x-token", z.string()) }, ({ token }) => token)
const shelf = dependency(async function* () {
  yield new Map()
}, { name: "shelf" })

const books = {
  list: get("/", { limit: query(z.int().default(10)) }, returns(200, z.array(Book)), () => []),
  read: get("/:id", { id: path(z.int()), shelf }, returns(200, Book), raises(404, BookMissing), () => { throw new BookMissing() }),
  create: post("/", { input: body(Book), reader, shelf }, returns(201, Book), ({ input }) => input),
}

export const app = new App({ title: "Library", version: "2.1.0" }, [
  docs(),
  router("/books", books),
  router("/authors", { list: get("/", {}, returns(200, z.array(z.string())), () => []) }),
])
`
