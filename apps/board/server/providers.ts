import { Unauthorized, dependency, fail, raises, signal } from "maru"
import { apiKey, requires } from "maru/security"
import { database } from "./database.ts"
import * as sessions from "./sessions/controller.ts"
import { sessionCookie } from "./sessions/cookie.ts"

/** The request's unit of work: what it changed is committed before the answer leaves, or not at all. */
export const db = dependency(
  { signal },
  async function* ({ signal }) {
    await using session = database.session({ signal })
    yield session
    await session.commit()
  },
  { name: "db" },
)

const login = {
  name: "login",
  description: "Set by `POST /api/session`; outside loopback with the prefix `__Host-`.",
  hostPrefix: true,
}
/** The token of a login; none is a 401. */
export const token = apiKey("cookie", sessionCookie, login)
/** The token of a login, if there is one. */
export const maybeToken = apiKey("cookie", sessionCookie, { ...login, optional: true })

/** Who is logged in; nobody is a 401. */
export const currentUser = dependency(
  { db, token },
  async ({ db, token }) => (await sessions.userOf(db, token)) ?? fail(Unauthorized, "Log in first."),
  { name: "currentUser", raises: raises(401, Unauthorized) },
)

/** Who is logged in, if they are an admin; others get a 403. */
export const admin = requires(currentUser, (user) => user.isAdmin, "Only an admin may do this.")

/** Who is logged in, if anybody is. */
export const viewer = dependency(
  { db, token: maybeToken },
  async ({ db, token }) => (token === undefined ? undefined : sessions.userOf(db, token)),
  { name: "viewer" },
)
