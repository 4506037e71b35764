import type { ParseArgsOptionsConfig } from "node:util"

/** Values of a command's options, by name, as node:util's parseArgs gives them. */
export type OptionValues = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>

/** What a command is run with. */
export interface Parsed {
  readonly positionals: readonly string[]
  readonly options: OptionValues
}

/** What a command's module exports. */
export interface CommandModule {
  /** Resolves to the exit code. */
  readonly run: (parsed: Parsed) => Promise<number>
}

/** What help says of a command, and how its arguments are read. */
export interface Command {
  readonly summary: string
  /** Arguments behind the command's name. */
  readonly usage: string
  /** Most arguments that it takes. */
  readonly positionals: number
  readonly options: Readonly<Record<string, Option>>
  readonly notes?: string
  /** Not shown. */
  readonly internal?: true
  readonly load: () => Promise<CommandModule>
}

/** One option of a command. */
export interface Option {
  readonly type: NonNullable<ParseArgsOptionsConfig[string]["type"]>
  /** Placeholder of its value in help. */
  readonly value?: string
  readonly multiple?: boolean
  readonly help: string
}
