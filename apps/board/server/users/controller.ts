import { type DbSession, UniqueViolation } from "maru/data"
import { hashPassword, verifyPassword } from "maru/security"
import { LoginSession } from "../sessions/model.ts"
import { EmailTaken, NicknameTaken, UserNotFound, WrongPassword } from "./errors.ts"
import { User } from "./model.ts"
import type { PasswordChange, ProfilePatch, UserIn } from "./schemas.ts"

/** Signs somebody up. @throws EmailTaken, NicknameTaken */
export async function create(db: DbSession, { email, nickname, password }: UserIn): Promise<User> {
  const user = db.add(new User({ email, nickname, passwordHash: await hashPassword(password) }))
  await saveUnique(db)
  return user
}

/** Changes what others see of a user. @throws NicknameTaken */
export async function change(db: DbSession, user: User, changes: ProfilePatch): Promise<User> {
  Object.assign(user, changes)
  await saveUnique(db)
  return user
}

/** Changes the password of somebody who knows the one of now. @throws WrongPassword */
export async function changePassword(user: User, { current, password }: PasswordChange): Promise<void> {
  await confirm(user, current)
  user.passwordHash = await hashPassword(password)
}

/** Closes an account, with all that belongs to it. @throws WrongPassword */
export async function close(db: DbSession, user: User, password: string): Promise<void> {
  await confirm(user, password)
  db.delete(user)
}

/**
 * Makes a user an admin. Their logins end: a token that was good for less is never good for more. @throws UserNotFound
 */
export async function promote(db: DbSession, email: string): Promise<User> {
  const user = await User.byEmail(db, email)
  if (!user) throw new UserNotFound()
  user.role = "admin"
  for (const login of await LoginSession.ofUser(db, user)) db.delete(login)
  return user
}

/** Addresses and nicknames are unique, and only the database can say so for certain. */
async function saveUnique(db: DbSession): Promise<void> {
  try {
    await db.flush()
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error
    throw error.columns.includes("email") ? new EmailTaken() : new NicknameTaken()
  }
}

/** A login that somebody has left open is not enough for what cannot be taken back. */
async function confirm(user: User, password: string): Promise<void> {
  if (!(await verifyPassword(password, user.passwordHash))) throw new WrongPassword()
}
