import { App, NotFound, dependency, fail, get, path, raises, returns } from "maru"
import { JwtIssuer, denyByDefault, jwt, owner, requires } from "maru/security"
import { z } from "zod"

// #region issue
const secret = process.env["TOKEN_SECRET"] ?? "only for this example, never for yours"
const parties = { issuer: "https://id.example", audience: "notes" }

export const tokens = new JwtIssuer({ key: { secret }, algorithm: "HS256", ...parties })
// #endregion issue

// #region verify
const claims = jwt({ key: { secret }, algorithms: ["HS256"], ...parties })

const me = get("/me", { claims }, returns(200, z.string()), ({ claims }) => claims.sub)
// #endregion verify

// #region rules
const editor = requires(claims, (claims) => claims["role"] === "editor", "Editors only.")

const note = dependency({ id: path(z.int()) }, ({ id }) => (id === 1 ? { by: "mina", text: "tea" } : fail(NotFound)), {
  name: "note",
  raises: raises(404, NotFound),
})
const ownNote = owner(claims, note, (claims, note) => note.by === claims.sub, { hide: true })

const drafts = get("/drafts", { editor }, returns(200, z.array(z.string())), () => [])
const read = get("/notes/:id", { note: ownNote }, returns(200, z.string()), ({ note }) => note.text)
// #endregion rules

// #region app
const health = get("/health", {}, returns(204), () => undefined)

export const app = new App({ title: "Notes", version: "1.0.0" }, [
  denyByDefault("GET /health"),
  me,
  drafts,
  read,
  health,
])
// #endregion app
