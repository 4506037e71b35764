// Wrong code has to be refused with the message that we wrote for it, word by word. Fixtures are the *.bad.ts files of
// a project: each faulty line has a comment above it, `// error: <first line of the compiler's message>`.
import { readFileSync } from "node:fs"
import { basename, dirname, join, relative, resolve } from "node:path"
import { filesBelow } from "./files.ts"
import { pinned, root, run } from "./program.ts"

/** The projects with fixtures, relative to the root: wrong code of every kind, and that of the guide. */
export const fixtures: readonly string[] = ["packages/maru/test/types/tsconfig.json", "docs/examples/tsconfig.json"]

export interface TypeMessage {
  /** Absolute path. */
  readonly file: string
  readonly line: number
  readonly text: string
}

export interface TypeMessages {
  /** How many messages came as they should. */
  readonly right: number
  /** One line for each that is missing, unexpected or different. */
  readonly faults: readonly string[]
}

/** Messages that a fixture asks for. Several comments above one line ask for several messages on it. */
export function expectedMessages(file: string, text: string): TypeMessage[] {
  const lines = text.split("\n")
  return lines.flatMap((line, index) => {
    const wanted = /^\s*\/\/ error: (.*?)\s*$/.exec(line)
    if (!wanted) return []
    let next = index + 1
    while (/^\s*\/\//.test(lines[next] ?? "")) next++
    return [{ file, line: next + 1, text: wanted[1]! }]
  })
}

const report = /^(.+?)\((\d+),\d+\): error TS\d+: (.*)$/gm

/** First lines of the messages in what the compiler wrote. */
export function compilerMessages(folder: string, output: string): TypeMessage[] {
  return [...output.matchAll(report)].map((match) => ({
    file: resolve(folder, match[1]!),
    line: Number(match[2]),
    text: match[3]!.trimEnd(),
  }))
}

/** Sets what was wanted against what came, place by place. */
export function compareMessages(wanted: readonly TypeMessage[], came: readonly TypeMessage[]): TypeMessages {
  const faults: string[] = []
  const open = [...came]
  let right = 0
  const missed = wanted.filter((message) => {
    const index = open.findIndex((other) => samePlace(message, other) && other.text === message.text)
    if (index === -1) return true
    open.splice(index, 1)
    right++
    return false
  })
  for (const message of missed) {
    const index = open.findIndex((other) => samePlace(message, other))
    if (index === -1) faults.push(`${place(message)}: missing: ${message.text}`)
    else
      faults.push(
        `${place(message)}: different:\n  wanted: ${message.text}\n  came:   ${open.splice(index, 1)[0]!.text}`,
      )
  }
  faults.push(...open.map((message) => `${place(message)}: unexpected: ${message.text}`))
  return { right, faults }
}

/**
 * Type-checks a project of fixtures and compares. Errors outside the fixtures are another check's business.
 *
 * @param project absolute path of its tsconfig.json
 */
export async function checkTypeMessages(project: string): Promise<TypeMessages> {
  const folder = dirname(project)
  const files = filesBelow(folder, [""]).filter((file) => file.endsWith(".bad.ts"))
  const wanted = files.flatMap((file) => expectedMessages(join(folder, file), readFileSync(join(folder, file), "utf8")))
  if (wanted.length === 0)
    return { right: 0, faults: [`${place({ file: project, line: 1, text: "" })}: no fixture asks for a message`] }
  const args = [pinned.tsc, "--noEmit", "--pretty", "false", "--incremental", "false", "-p", project]
  const { code, output } = await run(pinned.node, args, { cwd: folder, limit: 120_000 })
  if (code !== 0 && !/error TS/.test(output))
    return { right: 0, faults: [`The compiler did not run: ${output.trim()}`] }
  const came = compilerMessages(folder, output)
  return compareMessages(
    wanted,
    came.filter((message) => basename(message.file).endsWith(".bad.ts")),
  )
}

function samePlace(one: TypeMessage, other: TypeMessage): boolean {
  return one.file === other.file && one.line === other.line
}

function place(message: TypeMessage): string {
  const path = relative(root, message.file)
  return `${path.startsWith("..") ? message.file : path}:${message.line}`
}

if (import.meta.main) {
  for (const project of fixtures) {
    const { right, faults } = await checkTypeMessages(join(root, project))
    for (const fault of faults) console.error(fault)
    console.log(`Type messages of ${project}: ${right} as written, ${faults.length} not`)
    if (faults.length > 0) process.exitCode = 1
  }
}
