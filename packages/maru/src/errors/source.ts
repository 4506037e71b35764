/** A place in the user's code: file as an absolute path, line and column from 1. */
export interface SourceLine {
  readonly file: string
  readonly line: number
  readonly column: number
}

const frame = /(?:\(|at )?((?:file:\/\/)?[^()\s]*[^()]*?):(\d+):(\d+)\)?$/

/**
 * Source line of the caller of the function that calls this, read from a stack trace. Called when
 * values are declared, never per request.
 *
 * @param declarer the public function that the user called; its frame and all above it are left out
 */
export function callerSource(declarer: (...args: never[]) => unknown): SourceLine | undefined {
  const holder: { stack?: string } = {}
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 4
  Error.captureStackTrace(holder, declarer)
  Error.stackTraceLimit = limit
  for (const line of (holder.stack ?? "").split("\n").slice(1)) {
    const source = parseFrame(line)
    if (source) return source
  }
  return undefined
}

/**
 * Source line of the nearest code that is neither in a folder nor in an installed package, through what is
 * awaited too. Costly: for those who watch, never for every request.
 *
 * @param folder absolute path of the code that is looked through, with a slash at its end
 */
export function sourceOutside(folder: string): SourceLine | undefined {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 50
  const { stack } = new Error()
  Error.stackTraceLimit = limit
  for (const line of (stack ?? "").split("\n").slice(1)) {
    const source = parseFrame(line.replace(/^\s*at async /, "at "))
    if (!source?.file.startsWith("/") || source.file.startsWith(folder)) continue
    if (!source.file.includes("/node_modules/")) return source
  }
  return undefined
}

function parseFrame(line: string): SourceLine | undefined {
  const match = frame.exec(line.trim().replace(/^at (?:.* \()?/, ""))
  if (!match || match[1]!.startsWith("node:") || match[1] === "native") return undefined
  const file = match[1]!.startsWith("file://") ? decodeURIComponent(new URL(match[1]!).pathname) : match[1]!
  return { file: file.replace(/\?.*$/, ""), line: Number(match[2]), column: Number(match[3]) }
}

/** `apps/board/server/posts/routes.ts:12`, relative to the working directory when the file is below it. */
export function formatSource(source: SourceLine): string {
  const root = `${process.cwd()}/`
  const file = source.file.startsWith(root) ? source.file.slice(root.length) : source.file
  return `${file}:${source.line}`
}
