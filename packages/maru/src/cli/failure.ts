import { fileURLToPath } from "node:url"
import { AppNotFound } from "./app-file.ts"
import { coloursFor } from "../log/colour.ts"
import { UsageError } from "./usage.ts"

/** What a compiler of the runtime says of a file, as Bun throws it. */
interface BuildMessage {
  readonly message: string
  readonly position?: {
    readonly file: string
    readonly line: number
    readonly column: number
    readonly lineText: string
  } | null
}

/**
 * A failure in words for people: a start error as its message and source lines, wrong code with the line it stands
 * on, any other error with the lines of its trace that lie in the user's own code.
 */
export function describeFailure(error: unknown): string {
  const { red } = coloursFor(process.stderr)
  if (error instanceof UsageError || error instanceof AppNotFound) return red(error.message)
  if (!(error instanceof Error) && !isBuildMessage(error)) return red(`Thrown: ${String(error)}`)
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(describeFailure).join("\n\n")
  if (isBuildMessage(error) && error.position) return buildFailure(error)
  if (error instanceof Error && saysAll(error)) return startFailure(error)
  return error instanceof Error ? traced(error) : red(String(error))
}

/** Whether the message alone says what to do: where in the program it was found helps nobody. */
function saysAll(error: Error): boolean {
  const { code } = error as { code?: unknown }
  return error.name === "StartError" || code === "migration-failed" || code === "migration-pending"
}

function isBuildMessage(error: unknown): error is BuildMessage {
  return typeof error === "object" && error !== null && "position" in error && "message" in error
}

function startFailure(error: Error): string {
  const { red, dim } = coloursFor(process.stderr)
  const [message, ...sources] = error.message.split("\n")
  const { code } = error as { code?: unknown }
  return [red(`${message}`), ...sources.map((line) => dim(line)), dim(`    (${String(code)})`)].join("\n")
}

function buildFailure({ message, position }: BuildMessage): string {
  const { red, dim } = coloursFor(process.stderr)
  const { file, line, column, lineText } = position!
  const pointer = `${" ".repeat(Math.max(0, column - 1))}^`
  return [red(message), dim(`    at ${shorten(file)}:${line}:${column}`), `    ${lineText}`, `    ${pointer}`].join(
    "\n",
  )
}

function traced(error: Error): string {
  const { red, dim } = coloursFor(process.stderr)
  const lines = (error.stack ?? "").split("\n")
  const first = lines.findIndex((line) => /^\s+at /.test(line))
  const head = lines.slice(0, first === -1 ? lines.length : first).join("\n")
  const frames = first === -1 ? [] : lines.slice(first).filter(isOwn).slice(0, 8)
  // Before a syntax error Node puts the line that it is about; Bun's traces may lack the message.
  const text = head.includes(error.message) ? head : `${error.name}: ${error.message}`
  const cause = error.cause === undefined ? [] : [dim("caused by"), describeFailure(error.cause)]
  return [red(shorten(text).trim()), ...frames.map((line) => dim(shorten(line))), ...cause].join("\n")
}

const ownFolder = import.meta.dirname

/** Whether a line of a trace is of interest: not the runtime's, an installed package's or this program's. */
function isOwn(line: string): boolean {
  return !line.includes(ownFolder) && !/node:|\(native|native:|[\\/]node_modules[\\/]|\bbun:/.test(line)
}

/** Paths as the user would write them. */
function shorten(text: string): string {
  const local = text.replace(/file:\/\/[^\s)]+?(?=:\d|[\s)'"]|$)/g, (url) => tryPath(url))
  return local.replaceAll(`${process.cwd()}/`, "")
}

function tryPath(url: string): string {
  try {
    return fileURLToPath(url)
  } catch {
    return url
  }
}
