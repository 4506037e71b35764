import { body, cookie, del, describe, post, raises, returns } from "maru"
import { z } from "zod"
import { db } from "../providers.ts"
import { UserOut } from "../users/schemas.ts"
import * as sessions from "./controller.ts"
import { sessionAge, sessionCookie } from "./cookie.ts"
import { WrongCredentials } from "./errors.ts"
import { Credentials } from "./schemas.ts"

const opened = returns(201, UserOut, { headers: { "set-cookie": "The login, as an HttpOnly cookie" } })
const closed = returns(204)

export const open = post(
  "/",
  { input: body(Credentials), db },
  opened,
  raises(401, WrongCredentials),
  describe({ summary: "Log in" }),
  async ({ db, input }) => {
    const { user, token } = await sessions.open(db, input)
    return opened(user, { cookies: { [sessionCookie]: { value: token, maxAge: sessionAge } } })
  },
)

export const close = del(
  "/",
  { token: cookie(sessionCookie, z.string().optional()), db },
  closed,
  describe({ summary: "Log out" }),
  async ({ db, token }) => {
    if (token !== undefined) await sessions.close(db, token)
    return closed({ cookies: { [sessionCookie]: null } })
  },
)
