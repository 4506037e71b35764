import {
  App,
  Unauthorized,
  body,
  del,
  dependency,
  fail,
  form,
  get,
  html,
  path,
  post,
  raises,
  redirect,
  returns,
} from "maru"
import { hashPassword, verifyPassword } from "maru/security"
import { Sessions, WrongFormToken, memorySessions } from "maru/session"
import { z } from "zod"

// #region sessions
interface Kept {
  cart: number[]
}

const sessions = new Sessions<Kept>({ store: memorySessions() })
const { session } = sessions
// #endregion sessions

// #region cart
const add = post(
  "/cart/:id",
  { id: path(z.int()), session },
  returns(200, z.array(z.int())),
  async ({ id, session }) => {
    const cart = [...((await session.get("cart")) ?? []), id]
    session.set("cart", cart)
    return cart
  },
)

const cart = get("/cart", { session }, returns(200, z.array(z.int())), async ({ session }) => {
  return (await session.get("cart")) ?? []
})
// #endregion cart

// #region login
class WrongCredentials extends Error {}

const hashes = new Map([["mina", await hashPassword("correct horse")]])
const Credentials = z.object({ name: z.string(), password: z.string().max(1024) })

const logIn = post(
  "/session",
  { input: body(Credentials), session },
  returns(204),
  raises(401, WrongCredentials),
  async ({ input: { name, password }, session }) => {
    if (!(await verifyPassword(password, hashes.get(name)))) throw new WrongCredentials("Name or password is wrong.")
    session.login(name)
  },
)

const logOut = del("/session", { session }, returns(204), ({ session }) => session.destroy())

const currentUser = dependency(
  { session },
  async ({ session }) => (await session.user()) ?? fail(Unauthorized, "Log in first."),
  { name: "currentUser", raises: raises(401, Unauthorized) },
)

const me = get("/me", { user: currentUser }, returns(200, z.string()), ({ user }) => user)
// #endregion login

// #region devices
const Device = z.object({ id: z.string(), name: z.string(), seenAt: z.date(), current: z.boolean() })

const devices = get(
  "/devices",
  { user: currentUser, session },
  returns(200, z.array(Device.omit({ id: true, seenAt: true }))),
  ({ session }) => session.devices(),
)

const endDevice = del(
  "/devices/:id",
  { user: currentUser, id: path(z.string()), session },
  returns(204),
  async (args) => {
    await args.session.end(args.id)
  },
)

const endOthers = del("/devices", { user: currentUser, session }, returns(204), ({ session }) => session.endOthers())
// #endregion devices

// #region form
const note = get("/note", { session }, html(), async ({ session }) => {
  const token = await session.formToken()
  return html`<p>${(await session.flashed("notice")) ?? ""}</p>
<form method="post">
  <input type="hidden" name="token" value="${token}">
  <input name="text"> <button>Save</button>
</form>`
})

const Note = z.object({ token: z.string(), text: z.string() })

const save = post(
  "/note",
  { input: form(Note), session },
  redirect(303),
  raises(403, WrongFormToken),
  async ({ input: { token, text }, session }) => {
    await session.checkFormToken(token)
    session.flash("notice", `Saved: ${text}`)
    return "/note"
  },
)
// #endregion form

export const app = new App({ title: "Shop", version: "1.0.0" }, [
  add,
  cart,
  logIn,
  logOut,
  me,
  devices,
  endDevice,
  endOthers,
  note,
  save,
])
