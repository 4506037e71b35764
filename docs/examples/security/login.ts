import { App, Unauthorized, body, del, dependency, fail, get, lifespan, post, raises, returns } from "maru"
import { UniqueViolation, connect, migration, schemaSql } from "maru/data"
import { apiKey, hashPassword, verifyPassword } from "maru/security"
import { randomBytes } from "node:crypto"
import { z } from "zod"
import { LoginSession, User, hashToken } from "./models.ts"

const start = migration("0001_start.sql", schemaSql([User, LoginSession]))
const database = connect("sqlite::memory:", { migrations: [start] })

const db = dependency(async function* () {
  await using session = database.session()
  yield session
  await session.commit()
})

// #region signup
const Credentials = z.object({ email: z.email(), password: z.string().min(8).max(1024) })

const signUp = post(
  "/users",
  { input: body(Credentials), db },
  returns(201, User.public),
  raises(409, UniqueViolation),
  async ({ db, input: { email, password } }) => {
    const passwordHash = await hashPassword(password)
    return db.add(new User({ email, passwordHash }))
  },
)
// #endregion signup

// #region login
class WrongCredentials extends Error {}

const sessionAge = 30 * 24 * 60 * 60
const opened = returns(201, User.public)

const logIn = post(
  "/session",
  { input: body(Credentials), db },
  opened,
  raises(401, WrongCredentials),
  async ({ db, input: { email, password } }) => {
    const user = await db.query(User).where({ email }).first()
    const right = await verifyPassword(password, user?.passwordHash)
    if (!user || !right) throw new WrongCredentials("E-mail address or password is wrong.")
    const token = randomBytes(32).toString("base64url")
    const expiresAt = new Date(Date.now() + sessionAge * 1000)
    db.add(new LoginSession({ user, tokenHash: hashToken(token), expiresAt }))
    return opened(user, { cookies: { session: { value: token, maxAge: sessionAge } } })
  },
)
// #endregion login

// #region user
const currentUser = dependency(
  { db, token: apiKey("cookie", "session", { name: "login" }) },
  async ({ db, token }) => {
    const live = { tokenHash: hashToken(token), expiresAt: { gt: new Date() } }
    const login = await db.query(LoginSession).where(live).with({ user: true }).first()
    return login?.user ?? fail(Unauthorized, "Log in first.")
  },
  { name: "currentUser", raises: raises(401, Unauthorized) },
)

const me = get("/me", { user: currentUser }, returns(200, User.public), ({ user }) => user)
// #endregion user

// #region logout
const closed = returns(204)

const logOut = del(
  "/session",
  { token: apiKey("cookie", "session", { name: "login", optional: true }), db },
  closed,
  async ({ db, token }) => {
    const tokenHash = hashToken(token ?? "")
    const login = await db.query(LoginSession).where({ tokenHash }).first()
    if (login) db.delete(login)
    return closed({ cookies: { session: null } })
  },
)
// #endregion logout

export const app = new App({ title: "Members", version: "1.0.0" }, [lifespan(database), signUp, logIn, me, logOut])
