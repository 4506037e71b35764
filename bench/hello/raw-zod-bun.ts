// The raw program with Zod loaded, which every program that validates by Zod has to load.
import { z } from "zod"
import "./raw-bun.ts"

z.object({ hello: z.string() })
