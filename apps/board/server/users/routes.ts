import { body, describe, get, post, raises, returns } from "maru"
import { currentUser, db } from "../providers.ts"
import * as users from "./controller.ts"
import { EmailTaken, NicknameTaken } from "./errors.ts"
import { UserIn, UserOut } from "./schemas.ts"

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
