import { createHash } from "node:crypto"
import { belongsTo, hidden, index, model, primaryKey, timestamp, unique } from "maru/data"
import { z } from "zod"

export class User extends model("users", {
  id: primaryKey(),
  email: unique(z.email()),
  passwordHash: hidden(z.string()),
}) {}

export class LoginSession extends model("login_sessions", {
  id: primaryKey(),
  tokenHash: hidden(unique(z.string())),
  createdAt: timestamp(),
  expiresAt: index(z.date()),
  get user() {
    return belongsTo(User, { onDelete: "cascade" })
  },
}) {}

export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url")
}
