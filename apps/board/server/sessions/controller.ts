import { randomBytes } from "node:crypto"
import type { DbSession } from "maru/data"
import { verifyPassword } from "maru/security"
import { User } from "../users/model.ts"
import { sessionAge } from "./cookie.ts"
import { WrongCredentials } from "./errors.ts"
import { LoginSession, hashToken } from "./model.ts"
import type { Credentials } from "./schemas.ts"

/** A login that has just begun. The token is known to the client alone; the database has its hash. */
export interface Login {
  readonly user: User
  readonly token: string
}

/** Logs in. Takes as long for an unknown address as for a wrong password. @throws WrongCredentials */
export async function open(db: DbSession, { email, password }: Credentials): Promise<Login> {
  const user = await User.byEmail(db, email)
  const right = await verifyPassword(password, user?.passwordHash)
  if (!user || !right) throw new WrongCredentials()
  const token = randomBytes(32).toString("base64url")
  const expiresAt = new Date(Date.now() + sessionAge * 1000)
  db.add(new LoginSession({ user, tokenHash: hashToken(token), expiresAt }))
  return { user, token }
}

/** Logs out; a login that is gone already is no error. */
export async function close(db: DbSession, token: string): Promise<void> {
  await LoginSession.end(db, hashToken(token))
}

/** Whose login this is; undefined once it is over. */
export function userOf(db: DbSession, token: string): Promise<User | undefined> {
  return LoginSession.userOf(db, token)
}
