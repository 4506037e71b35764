import { App, Forbidden, Unauthorized, body, dependency, docs, fail, get, post, raises, returns, router } from "maru"
import { apiKey, basic, bearer } from "maru/security"
import { z } from "zod"

// #region bearer
interface User {
  readonly name: string
  readonly admin: boolean
}

const users = new Map<string, User>([
  ["t-1", { name: "Mina", admin: true }],
  ["t-2", { name: "Joon", admin: false }],
])

const currentUser = dependency(
  { token: bearer() },
  ({ token }) => users.get(token) ?? fail(Unauthorized, "This token is not known."),
  { name: "currentUser", raises: raises(401, Unauthorized) },
)

const me = get("/me", { user: currentUser }, returns(200, z.object({ name: z.string() })), ({ user }) => user)
// #endregion bearer

// #region optional
const viewer = dependency({ token: bearer({ optional: true }) }, ({ token }) =>
  token === undefined ? undefined : users.get(token),
)

const front = get("/front", { viewer }, returns(200, z.string()), ({ viewer }) => `Hello, ${viewer?.name ?? "guest"}!`)
// #endregion optional

// #region basic
const operator = dependency(
  { credentials: basic({ realm: "Operations" }) },
  ({ credentials: { user, password } }) =>
    user === "ops" && password === "open sesame" ? user : fail(Unauthorized, undefined, "Basic"),
  { raises: raises(401, Unauthorized) },
)

const health = get("/health", { operator }, returns(200, z.string()), () => "fine")
// #endregion basic

// #region key
const partner = dependency(
  { key: apiKey("header", "X-Api-Key", { name: "partner", description: "Ask us for a key." }) },
  ({ key }) => (key === "k-1" ? "Acme" : fail(Unauthorized)),
  { raises: raises(401, Unauthorized) },
)

const orders = get("/orders", { partner }, returns(200, z.string()), ({ partner }) => `Orders of ${partner}`)
// #endregion key

// #region admin
const admin = dependency({ user: currentUser }, ({ user }) => (user.admin ? user : fail(Forbidden, "Admins only.")), {
  name: "admin",
  raises: raises(403, Forbidden),
})

const Notice = z.object({ text: z.string().min(1) })
const announce = post("/notices", { input: body(Notice), admin }, returns(201, Notice), ({ input }) => input)
// #endregion admin

export const app = new App({ title: "Office", version: "1.0.0" }, [
  docs(),
  router("", { me, front, health, orders, announce }),
])
