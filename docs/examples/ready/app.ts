import { App, body, get, path, post, put, raises, returns, router, signal, use } from "maru"
import {
  PreconditionFailed,
  cacheControl,
  compression,
  conditions,
  cors,
  currentRequestId,
  entityTag,
  etag,
  idempotency,
  memoryAnswers,
  rateLimit,
  requestId,
  securityHeaders,
  timeout,
  trustedProxies,
} from "maru/middleware"
import { setTimeout as wait } from "node:timers/promises"
import { z } from "zod"

const Note = z.object({ text: z.string() })

const read = get("/:id", { id: path(z.int()) }, returns(200, Note), ({ id }) => ({ text: `Note ${id}` }))

const failing = get("/failing", {}, returns(200, Note), () => {
  throw new Error("The disk is full.")
})

// #region id
const whoami = get("/whoami", { id: currentRequestId }, returns(200, Note), ({ id }) => ({ text: id }))
// #endregion id

// #region limit
const logIn = post("/session", {}, returns(204), use(rateLimit({ limit: 2, per: "1m" })), () => {})
// #endregion limit

// #region timeout
const slow = get("/slow", { signal }, returns(200, Note), use(timeout("50ms")), async ({ signal }) => {
  await wait(60_000, undefined, { signal })
  return { text: "Nobody waits for this." }
})
// #endregion timeout

// #region caching
let version = 1

const shown = returns(200, Note)

const title = get("/title", {}, shown, use(cacheControl({ maxAge: "1m" }), etag()), () =>
  shown({ text: `Version ${version}` }, { headers: { etag: entityTag(version) } }),
)

const rename = put(
  "/title",
  { input: body(Note), conditions },
  returns(204),
  raises(412, PreconditionFailed),
  ({ conditions }) => {
    conditions.check({ etag: entityTag(version) })
    version += 1
  },
)
// #endregion caching

// #region idempotency
let orders = 0

const order = post("/orders", {}, returns(201, Note), use(idempotency({ store: memoryAnswers() })), () => ({
  text: `Order ${++orders}`,
}))
// #endregion idempotency

// #region compression
const long = get("/long", {}, returns(200, Note), use(compression()), () => ({
  text: "A very long note. ".repeat(200),
}))
// #endregion compression

// #region app
export const app = new App({ title: "Notes", version: "1.0.0" }, [
  requestId(),
  trustedProxies(["10.0.0.0/8"]),
  securityHeaders({ frames: "self", policy: { "default-src": "'self'" } }),
  cors({ origins: ["https://page.example"], exposed: ["x-request-id"] }),
  router("/notes", { failing, read }),
  whoami,
  logIn,
  slow,
  title,
  rename,
  order,
  long,
])
// #endregion app
