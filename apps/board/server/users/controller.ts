import { type DbSession, UniqueViolation } from "maru/data"
import { hashPassword } from "maru/security"
import { EmailTaken, NicknameTaken } from "./errors.ts"
import { User } from "./model.ts"
import type { UserIn } from "./schemas.ts"

/** Signs somebody up. @throws EmailTaken, NicknameTaken */
export async function create(db: DbSession, { email, nickname, password }: UserIn): Promise<User> {
  const user = db.add(new User({ email, nickname, passwordHash: await hashPassword(password) }))
  try {
    await db.flush()
  } catch (error) {
    if (!(error instanceof UniqueViolation)) throw error
    throw error.columns.includes("email") ? new EmailTaken() : new NicknameTaken()
  }
  return user
}
