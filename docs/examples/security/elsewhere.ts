import { App, get, redirect, returns } from "maru"
import { CookieKeys, oidcLogin } from "maru/security"
import { Sessions, memorySessions } from "maru/session"
import { z } from "zod"

const { session } = new Sessions({ store: memorySessions() })

// #region login
const { begin, identity } = oidcLogin({
  issuer: "https://id.example",
  clientId: "notes",
  redirectUri: "https://notes.example/login/callback",
  keys: new CookieKeys(process.env["COOKIE_SECRET"] ?? "only for this example, never for yours"),
})

const logIn = get("/login", { begin }, redirect(), ({ begin }) => begin("/me"))

const callback = get("/login/callback", { identity, session }, redirect(), ({ identity, session }) => {
  session.login(identity.subject)
  return identity.returnTo
})
// #endregion login

const me = get("/me", { session }, returns(200, z.string()), async ({ session }) => (await session.user()) ?? "nobody")

export const app = new App({ title: "Notes", version: "1.0.0" }, [logIn, callback, me])
