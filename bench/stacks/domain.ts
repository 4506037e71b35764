// What the stacks share: the file of their database, the login in it, and the names of what is asked.
import { createHash } from "node:crypto"

/** The database that the runner has copied for this process. */
export const databaseFile = process.env["DATABASE_FILE"] ?? ""

/** The newest posts that a list has. */
export const listLength = 20

export const cookieName = "session"

/** What makes a commit durable, as the connection that writes has it. Every program tells it. */
export interface Settings {
  readonly journal: string
  readonly synchronous: number
  readonly foreignKeys: number
}

export const settingsQuery =
  "SELECT journal_mode AS journal, synchronous, foreign_keys AS foreignKeys FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys"

/** A faster commit that may be lost would be no comparison. */
export const durable: Settings = { journal: "wal", synchronous: 2, foreignKeys: 1 }

/** What the database knows of the token in the cookie. */
export function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url")
}

/** The login that requests use: user 42, for a century. */
export const token = "mV0dQxUe8sYkP3hC5aTzLr7nWbJfGi2o"
export const loginUser = 42

/** Adds the logins to the tables of the suite `data`. */
export const loginTable = `
CREATE TABLE login_sessions (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  expires_at DATETIME NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users (id)
);
CREATE INDEX login_sessions_user_id ON login_sessions (user_id);
INSERT INTO login_sessions (token_hash, expires_at, user_id)
  SELECT 'of user ' || id, '2126-01-01T00:00:00.000Z', id FROM users;
INSERT INTO login_sessions (token_hash, expires_at, user_id) VALUES
  ('${hashToken(token)}', '2126-01-01T00:00:00.000Z', ${loginUser}),
  ('${hashToken("ended")}', '2020-01-01T00:00:00.000Z', ${loginUser});
`
