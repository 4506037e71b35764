import { randomBytes } from "node:crypto"
import type { DbSession } from "maru/data"
import { hashPassword, needsRehash, verifyPassword } from "maru/security"
import { User } from "../users/model.ts"
import { sessionAge } from "./cookie.ts"
import { DeviceNotFound, WrongCredentials } from "./errors.ts"
import { LoginSession, hashToken } from "./model.ts"
import type { Credentials, Device } from "./schemas.ts"

/** A login that has just begun. The token is known to the client alone; the database has its hash. */
export interface Login {
  readonly user: User
  readonly token: string
}

/**
 * Logs in. Takes as long for an unknown address as for a wrong password. A hash that was made in an older way is made
 * anew, because only now the password is known. @throws WrongCredentials
 */
export async function open(db: DbSession, { email, password }: Credentials): Promise<Login> {
  const user = await User.byEmail(db, email)
  const right = await verifyPassword(password, user?.passwordHash)
  if (!user || !right) throw new WrongCredentials()
  if (needsRehash(user.passwordHash)) user.passwordHash = await hashPassword(password)
  return { user, token: begin(db, user) }
}

/** Ends every login of a user and begins a new one on this device. */
export async function renew(db: DbSession, user: User, token: string): Promise<string> {
  await endOthers(db, user, token)
  await LoginSession.end(db, hashToken(token))
  return begin(db, user)
}

/** The devices on which a user is logged in, the newest first. */
export async function devices(db: DbSession, user: User, token: string): Promise<Device[]> {
  const own = hashToken(token)
  const logins = await LoginSession.ofUser(db, user)
  return logins.map(({ id, createdAt, expiresAt, tokenHash }) => ({
    id,
    createdAt,
    expiresAt,
    current: tokenHash === own,
  }))
}

/** Logs a user out on one of their devices. @throws DeviceNotFound */
export async function endDevice(db: DbSession, user: User, id: number): Promise<void> {
  const login = (await LoginSession.ofUser(db, user)).find((each) => each.id === id)
  if (!login) throw new DeviceNotFound()
  db.delete(login)
}

/** Logs a user out everywhere but on this device. */
export async function endOthers(db: DbSession, user: User, token: string): Promise<void> {
  const own = hashToken(token)
  for (const login of await LoginSession.ofUser(db, user)) if (login.tokenHash !== own) db.delete(login)
}

function begin(db: DbSession, user: User): string {
  const token = randomBytes(32).toString("base64url")
  const expiresAt = new Date(Date.now() + sessionAge * 1000)
  db.add(new LoginSession({ user, tokenHash: hashToken(token), expiresAt }))
  return token
}

/** Logs out; a login that is gone already is no error. */
export async function close(db: DbSession, token: string): Promise<void> {
  await LoginSession.end(db, hashToken(token))
}

/** Whose login this is; undefined once it is over. */
export function userOf(db: DbSession, token: string): Promise<User | undefined> {
  return LoginSession.userOf(db, token)
}
