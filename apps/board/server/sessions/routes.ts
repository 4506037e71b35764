import { body, del, describe, get, path, post, raises, returns, use } from "maru"
import { z } from "zod"
import { currentUser, db, maybeToken, token } from "../providers.ts"
import { UserOut } from "../users/schemas.ts"
import * as sessions from "./controller.ts"
import { loginCookie, noLoginCookie } from "./cookie.ts"
import { DeviceNotFound, WrongCredentials } from "./errors.ts"
import { loginLimit } from "./limit.ts"
import { Credentials, Device } from "./schemas.ts"

const opened = returns(201, UserOut, { headers: { "set-cookie": "The login, as an HttpOnly cookie" } })
const closed = returns(204)

export const open = post(
  "/",
  { input: body(Credentials), db },
  opened,
  raises(401, WrongCredentials),
  describe({ summary: "Log in" }),
  use(loginLimit),
  async ({ db, input }) => {
    const { user, token } = await sessions.open(db, input)
    return opened(user, { cookies: loginCookie(token) })
  },
)

export const close = del(
  "/",
  { token: maybeToken, db },
  closed,
  describe({ summary: "Log out" }),
  async ({ db, token }) => {
    if (token !== undefined) await sessions.close(db, token)
    return closed({ cookies: noLoginCookie() })
  },
)

export const devices = get(
  "/devices",
  { user: currentUser, token, db },
  returns(200, z.array(Device)),
  describe({ summary: "Where I am logged in" }),
  ({ db, user, token }) => sessions.devices(db, user, token),
)

export const endOthers = del(
  "/devices",
  { user: currentUser, token, db },
  returns(204),
  describe({ summary: "Log out everywhere else" }),
  ({ db, user, token }) => sessions.endOthers(db, user, token),
)

export const endDevice = del(
  "/devices/:id",
  { id: path(z.int().min(1)), user: currentUser, db },
  returns(204),
  raises(404, DeviceNotFound),
  describe({ summary: "Log out on a device" }),
  ({ db, user, id }) => sessions.endDevice(db, user, id),
)
