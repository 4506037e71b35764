import { existsSync } from "node:fs"
import { loadEnvFile } from "node:process"
import { z } from "zod"

/** What the board can be told from outside, by the environment or a `.env` file beside package.json; the environment wins. */
export const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: z
    .string()
    .regex(/^sqlite:/, "has to start with sqlite:, such as sqlite:./data/board.db")
    .default("sqlite:./data/board.db"),
})

export type Settings = z.infer<typeof Settings>

/** Every fault of the settings at once, each with the name of its variable. */
export class InvalidSettings extends Error {
  override readonly name = "InvalidSettings"
}

/**
 * Reads and checks the settings. The values of faulty ones are not repeated: they may be secrets.
 * @throws InvalidSettings
 */
export function readSettings(environment: NodeJS.ProcessEnv = loadedEnvironment()): Settings {
  const result = Settings.safeParse(environment)
  if (result.success) return result.data
  const faults = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`)
  throw new InvalidSettings(`The board cannot start with these settings:\n${faults.join("\n")}\nSee .env.example.`)
}

function loadedEnvironment(): NodeJS.ProcessEnv {
  if (existsSync(".env")) loadEnvFile(".env")
  return process.env
}

export const settings: Settings = readSettings()
