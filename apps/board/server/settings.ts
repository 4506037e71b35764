import { settings as read } from "maru"
import { z } from "zod"

/** What the board can be told from outside, by the environment or a `.env` file beside package.json; the environment wins. */
export const Settings = z.object({
  PORT: z.int().min(0).max(65535).default(8000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: z
    .string()
    .regex(
      /^(sqlite|postgres|postgresql|mysql|mariadb):/,
      "has to start with sqlite:, postgres: or mysql:, such as sqlite:./data/board.db",
    )
    .default("sqlite:./data/board.db"),
  /** Requests a minute that one address may send to the API. */
  RATE_LIMIT: z.int().min(1).default(600),
  /** Tries to log in a minute that one address has. */
  LOGIN_LIMIT: z.int().min(1).default(10),
  /** The least of requests and events that is logged; requests are `info`, those that break `error`. */
  LOG: z.enum(["debug", "info", "warn", "error"]).default("info"),
})

export type Settings = z.infer<typeof Settings>

export const settings: Settings = read(Settings)
