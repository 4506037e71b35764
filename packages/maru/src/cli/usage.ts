import { parseArgs } from "node:util"
import type { Command, Parsed } from "./command.ts"

/** Wrong arguments: the program leaves with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError"
}

/**
 * Reads the arguments of a command.
 * @throws UsageError for an unknown option, a missing value or too many arguments
 */
export function parseCommand(name: string, command: Command, args: readonly string[]): Parsed {
  const options = Object.entries(command.options).map(
    ([option, { type, multiple }]) => [option, { type, multiple: multiple ?? false }] as const,
  )
  const help = { type: "boolean", short: "h" } as const
  const { values, positionals } = parse(name, {
    args: [...args],
    options: { ...Object.fromEntries(options), help },
    allowPositionals: true,
  })
  if (positionals.length > command.positionals) {
    throw new UsageError(`"maru ${name}" has no use for "${positionals[command.positionals]}". ${helpHint(name)}`)
  }
  return { positionals, options: values }
}

function parse(name: string, config: NonNullable<Parameters<typeof parseArgs>[0]>): ReturnType<typeof parseArgs> {
  try {
    return parseArgs(config)
  } catch (error) {
    const [sentence] = (error as Error).message.split(". ")
    throw new UsageError(`maru ${name}: ${sentence}. ${helpHint(name)}`)
  }
}

function helpHint(name: string): string {
  return `See "maru ${name} --help".`
}
