import { describe, form, get, html, post, redirect, use } from "maru"
import { type Session, WrongFormToken } from "maru/session"
import { db, maybeToken, viewer } from "../providers.ts"
import * as sessions from "../sessions/controller.ts"
import { loginCookie, noLoginCookie } from "../sessions/cookie.ts"
import { WrongCredentials } from "../sessions/errors.ts"
import { loginLimit } from "../sessions/limit.ts"
import { Credentials } from "../sessions/schemas.ts"
import * as users from "../users/controller.ts"
import { EmailTaken, NicknameTaken } from "../users/errors.ts"
import { UserIn } from "../users/schemas.ts"
import { faultsOf } from "./faults.ts"
import { said } from "./said.ts"
import { LoginForm, LogoutForm, SignupForm } from "./schemas.ts"
import { session } from "./session.ts"
import { accountView, loginView, signupView } from "./views.ts"

const seen = html()
const refused = html(422)
const entered = redirect(303)
const accountPath = "/forms/account"

export const login = get("/login", { session, said }, seen, async ({ session, said }) =>
  seen(loginView(said, { token: await session.formToken() })),
)

export const logIn = post(
  "/login",
  { input: form(LoginForm), session, said, db },
  entered,
  refused,
  describe({ summary: "Log in with a plain form" }),
  use(loginLimit),
  async ({ input, session, said, db }) => {
    const again = async (text: string) => {
      const token = await session.formToken()
      return refused(loginView(said, { token, typed: input, faults: { form: text } }))
    }
    if (!(await isOurs(session, input.token))) return again(said.texts.account.formExpired)
    const credentials = Credentials.safeParse(input)
    if (!credentials.success) return again(said.texts.problems.wrong)
    try {
      const { token } = await sessions.open(db, credentials.data)
      session.destroy()
      return entered(accountPath, { cookies: loginCookie(token) })
    } catch (error) {
      if (error instanceof WrongCredentials) return again(said.texts.problems.wrong)
      throw error
    }
  },
)

export const signup = get("/signup", { session, said }, seen, async ({ session, said }) =>
  seen(signupView(said, { token: await session.formToken() })),
)

export const signUp = post(
  "/signup",
  { input: form(SignupForm), session, said, db },
  entered,
  refused,
  describe({ summary: "Sign up with a plain form" }),
  async ({ input, session, said: { language, texts }, db }) => {
    const again = async (faults: ReturnType<typeof faultsOf>) => {
      const token = await session.formToken()
      return refused(signupView({ language, texts }, { token, typed: input, faults }))
    }
    if (!(await isOurs(session, input.token))) return again({ form: texts.account.formExpired })
    const user = UserIn.safeParse(input)
    if (!user.success) return again(faultsOf(user.error, texts))
    try {
      await db.nested(() => users.create(db, user.data))
    } catch (error) {
      if (error instanceof EmailTaken) return again({ fields: { email: [texts.faults.taken.email] } })
      if (error instanceof NicknameTaken) return again({ fields: { nickname: [texts.faults.taken.nickname] } })
      throw error
    }
    const { token } = await sessions.open(db, user.data)
    session.destroy()
    return entered(accountPath, { cookies: loginCookie(token) })
  },
)

export const account = get("/account", { session, said, viewer }, seen, entered, async ({ session, said, viewer }) =>
  viewer ? seen(accountView(said, viewer.nickname, await session.formToken())) : entered("/forms/login"),
)

export const logOut = post(
  "/logout",
  { input: form(LogoutForm), session, token: maybeToken, db },
  entered,
  describe({ summary: "Log out with a plain form" }),
  async ({ input, session, token, db }) => {
    if (!(await isOurs(session, input.token))) return entered(accountPath)
    if (token !== undefined) await sessions.close(db, token)
    session.destroy()
    return entered("/forms/login", { cookies: noLoginCookie() })
  },
)

/** A form of another page, or one that has lain around too long, is shown once more instead of being obeyed. */
async function isOurs(session: Session, token: string): Promise<boolean> {
  try {
    await session.checkFormToken(token)
    return true
  } catch (error) {
    if (error instanceof WrongFormToken) return false
    throw error
  }
}
