import { z } from "zod"
import { LoginSession } from "./model.ts"

export const Credentials = z.object({ email: z.string().max(320), password: z.string().max(1024) })

/** A login on a device, as its user sees it. */
export const Device = LoginSession.public
  .pick({ id: true, createdAt: true, expiresAt: true })
  .extend({ current: z.boolean().describe("Whether it is this device") })
  .meta({ id: "Device" })

export type Device = z.infer<typeof Device>

export type Credentials = z.infer<typeof Credentials>
