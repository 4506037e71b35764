#!/usr/bin/env node
// The program `maru`. Everything but the table of commands is loaded when it is needed, so that help is instant.
import { type CommandName, commands } from "./commands.ts"
import { keepCompiled } from "./compile-cache.ts"
import { commandHelp, overview, version } from "./help.ts"
import { UsageError, parseCommand } from "./usage.ts"
import { nearest } from "./nearest.ts"

/** Runs the program. Resolves to the exit code: 0 for success, 1 for a failure, 2 for wrong arguments. */
async function run(args: readonly string[]): Promise<number> {
  const [first, ...rest] = args
  if (first === undefined || first === "--help" || first === "-h") return say(overview())
  if (first === "--version" || first === "-v") return say(`${version()}\n`)
  const [word, others] = first === "help" ? [rest[0], ["--help"]] : [first, rest]
  if (word === undefined) return say(overview())
  if (!Object.hasOwn(commands, word)) throw unknownCommand(word)
  const name = word as CommandName
  const parsed = parseCommand(name, commands[name], others)
  if (parsed.options["help"]) return say(commandHelp(name, commands[name]))
  keepCompiled()
  const { run: runCommand } = await commands[name].load()
  return runCommand(parsed)
}

function unknownCommand(word: string): UsageError {
  const [close] = nearest(word, Object.keys(commands), 1)
  const hint = close ? `Did you mean "maru ${close}"?` : `"maru --help" lists the commands.`
  return new UsageError(`There is no command "${word}". ${hint}`)
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

/** Leaves once everything is written; an application that was loaded may hold the process open. */
function leave(code: number): void {
  process.exitCode = code
  process.stdout.write("", () => process.stderr.write("", () => process.exit(code)))
}

async function fail(error: unknown): Promise<number> {
  const { describeFailure } = await import("./failure.ts")
  process.stderr.write(`${describeFailure(error)}\n`)
  return error instanceof UsageError ? 2 : 1
}

// Whoever reads the output may stop early, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1))

run(process.argv.slice(2)).catch(fail).then(leave)
