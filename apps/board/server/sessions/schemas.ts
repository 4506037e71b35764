import { z } from "zod"

export const Credentials = z.object({ email: z.string().max(320), password: z.string().max(1024) })

export type Credentials = z.infer<typeof Credentials>
