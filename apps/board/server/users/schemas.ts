import { z } from "zod"
import { User } from "./model.ts"

export const UserIn = User.insert.pick({ email: true, nickname: true }).extend({
  password: z.string().min(8).max(200).describe("At least 8 characters"),
})

export const UserOut = User.public.pick({ id: true, email: true, nickname: true, createdAt: true }).meta({ id: "User" })

/** What everybody may know of a user. */
export const Author = User.public.pick({ id: true, nickname: true }).meta({ id: "Author" })

export type UserIn = z.infer<typeof UserIn>
