import { isCommonPassword } from "maru/security"
import { z } from "zod"
import { User } from "./model.ts"

const shortestPassword = 8

const NewPassword = z
  .string()
  .min(shortestPassword)
  .max(200)
  .describe("At least 8 characters, and none that is tried first")

const tooCommon = "This password is one of the first that others would try."

export const UserIn = User.insert
  .pick({ email: true, nickname: true })
  .extend({ password: NewPassword })
  .refine(({ password, email, nickname }) => !isGuessed(password, email, nickname), {
    path: ["password"],
    message: tooCommon,
  })

export const PasswordChange = z.object({
  current: z.string().max(1024).describe("The password of now"),
  password: NewPassword.refine((password) => !isGuessed(password), tooCommon),
})

export const ProfilePatch = User.patch.pick({ nickname: true })

export const AccountEnd = z.object({ password: z.string().max(1024).describe("The password, once more") })

export const UserOut = User.public
  .pick({ id: true, email: true, nickname: true, avatar: true, role: true, createdAt: true })
  .meta({ id: "User" })

/** What everybody may know of a user. */
export const Author = User.public.pick({ id: true, nickname: true, avatar: true }).meta({ id: "Author" })

export type UserIn = z.infer<typeof UserIn>

export type ProfilePatch = z.infer<typeof ProfilePatch>

export type PasswordChange = z.infer<typeof PasswordChange>

function isGuessed(password: string, ...related: readonly string[]): boolean {
  return password.length >= shortestPassword && isCommonPassword(password, [...related, "maru", "board"])
}
