import { readFileSync } from "node:fs"
import type { Command } from "./command.ts"
import { commands } from "./commands.ts"

/** What `maru --help` prints. */
export function overview(): string {
  const shown = (Object.entries(commands) as [string, Command][]).filter(([, { internal }]) => !internal)
  const lines = shown.map(([name, { summary }]) => [name, summary] as const)
  return `Maru ${version()}

maru COMMAND [options]

${columns(lines)}

"maru COMMAND --help" says more. Runs on Node, and on Bun with "bun --bun maru".
`
}

/** What `maru COMMAND --help` prints. */
export function commandHelp(name: string, command: Command): string {
  const options = Object.entries(command.options).map(
    ([option, { value, help }]) => [`--${option}${value ? ` ${value}` : ""}`, help] as const,
  )
  const all = [...options, ["--help", "print this"] as const]
  return `${command.summary}

maru ${name} ${command.usage} [options]

${columns(all)}
${command.notes ? `\n${command.notes}\n` : ""}`
}

function columns(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([first]) => first.length))
  return lines.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`).join("\n")
}

/** The version of the installed package. */
export function version(): string {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8")
  return (JSON.parse(manifest) as { version: string }).version
}
