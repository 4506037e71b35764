import { secret, settings } from "maru"
import { z } from "zod"

export const config = settings(
  z.object({
    PORT: z.int().min(1).max(65_535).default(8000),
    ORIGINS: z.array(z.url()).default([]),
    DATABASE_URL: z.string().meta({ examples: ["postgres://board@localhost/board"] }),
    STRIPE: secret(z.string()).optional(),
  }),
  { files: [new URL("./example.env", import.meta.url)] },
)
