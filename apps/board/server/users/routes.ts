import { body, del, describe, get, patch, post, raises, returns } from "maru"
import { currentUser, db, token } from "../providers.ts"
import * as sessions from "../sessions/controller.ts"
import { loginCookie, noLoginCookie } from "../sessions/cookie.ts"
import * as users from "./controller.ts"
import { EmailTaken, NicknameTaken, WrongPassword } from "./errors.ts"
import { AccountEnd, PasswordChange, ProfilePatch, UserIn, UserOut } from "./schemas.ts"

export const create = post(
  "/",
  { input: body(UserIn), db },
  returns(201, UserOut),
  raises(409, EmailTaken, NicknameTaken),
  describe({ summary: "Sign up" }),
  ({ db, input }) => users.create(db, input),
)

export const me = get(
  "/me",
  { user: currentUser },
  returns(200, UserOut),
  describe({ summary: "Who is logged in" }),
  ({ user }) => user,
)

export const change = patch(
  "/me",
  { input: body(ProfilePatch), user: currentUser, db },
  returns(200, UserOut),
  raises(409, NicknameTaken),
  describe({ summary: "Change the nickname" }),
  ({ db, user, input }) => users.change(db, user, input),
)

const changed = returns(204)

export const changePassword = patch(
  "/me/password",
  { input: body(PasswordChange), user: currentUser, token, db },
  changed,
  raises(403, WrongPassword),
  describe({ summary: "Change the password, and log out everywhere else" }),
  async ({ db, user, token, input }) => {
    await users.changePassword(user, input)
    return changed({ cookies: loginCookie(await sessions.renew(db, user, token)) })
  },
)

const closed = returns(204)

export const close = del(
  "/me",
  { input: body(AccountEnd), user: currentUser, db },
  closed,
  raises(403, WrongPassword),
  describe({ summary: "Close the account, with its posts and comments" }),
  async ({ db, user, input }) => {
    await users.close(db, user, input.password)
    return closed({ cookies: noLoginCookie() })
  },
)
