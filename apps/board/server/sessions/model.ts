import { createHash } from "node:crypto"
import { type DbSession, belongsTo, hidden, index, model, primaryKey, timestamp, unique } from "maru/data"
import { z } from "zod"
import { User } from "../users/model.ts"

/** A login on one device. The device has the token; here is only its hash, which opens nothing. */
export class LoginSession extends model("login_sessions", {
  id: primaryKey(),
  tokenHash: hidden(unique(z.string())),
  createdAt: timestamp(),
  expiresAt: index(z.date()),
  get user() {
    return belongsTo(User)
  },
}) {
  /** The user who holds this token, unless the login has ended or its time is over. */
  static async userOf(db: DbSession, token: string): Promise<User | undefined> {
    const login = await db
      .query(LoginSession)
      .where({ tokenHash: hashToken(token), expiresAt: { gt: new Date() } })
      .with({ user: true })
      .first()
    return login?.user
  }

  /** The logins of a user whose time is not over, the newest first. */
  static ofUser(db: DbSession, user: User): Promise<LoginSession[]> {
    return db
      .query(LoginSession)
      .where({ user, expiresAt: { gt: new Date() } })
      .orderBy("id", "desc")
      .all()
  }

  /** Ends a login; one that is gone already is no error. */
  static async end(db: DbSession, tokenHash: string): Promise<void> {
    const login = await db.query(LoginSession).where({ tokenHash }).first()
    if (login) db.delete(login)
  }
}

/** What the database knows of a token. Tokens are long and random, so a fast hash is enough. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url")
}
