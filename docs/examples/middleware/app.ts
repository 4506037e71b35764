import { App, get, middleware, path, problem, returns, use } from "maru"
import { z } from "zod"

// #region first
const timing = middleware("timing", async (request, next) => {
  const start = performance.now()
  const response = await next()
  response.headers.set("server-timing", `app;dur=${Math.round(performance.now() - start)}`)
  return response
})
// #endregion first

// #region answering
let closed = false

const maintenance = middleware(
  "maintenance",
  (request, next) => {
    if (!closed) return next()
    return problem(
      { status: 503, code: "maintenance", detail: "We are back in ten minutes." },
      { "retry-after": "600" },
    )
  },
  { answers: [{ status: 503, description: "The house is being cleaned" }] },
)
// #endregion answering

// #region limit
const seen = new Map<string, { count: number; since: number }>()

const limited = middleware(
  "limit",
  (request, next) => {
    const address = request.remoteAddress ?? "memory"
    const now = Date.now()
    let window = seen.get(address)
    if (!window || now - window.since > 60_000) seen.set(address, (window = { count: 0, since: now }))
    window.count += 1
    if (window.count <= 3) return next()
    const seconds = Math.ceil((window.since + 60_000 - now) / 1000)
    return problem(
      { status: 429, code: "too-many-requests", detail: "Three requests a minute." },
      { "retry-after": String(seconds) },
    )
  },
  { answers: [{ status: 429, description: "More than three requests a minute" }] },
)
// #endregion limit

// #region hooks
const version = middleware("version", { after: ({ headers }) => headers.set("x-version", "7") })
const robots = middleware("no robots", {
  before(request) {
    if (request.header("user-agent")?.includes("robot")) return problem({ status: 403, code: "no-robots" })
  },
})
// #endregion hooks

// #region cors
const page = "https://page.example"

const cors = middleware("cors", {
  after({ headers }, request) {
    headers.append("vary", "origin")
    if (request.header("origin") !== page) return
    headers.set("access-control-allow-origin", page)
    if (request.method === "OPTIONS") {
      headers.set("access-control-allow-methods", headers.get("allow") ?? "GET")
      headers.set("access-control-allow-headers", "content-type")
    }
  },
})
// #endregion cors

const Text = z.object({ text: z.string() })

const read = get("/notes/:id", { id: path(z.int()) }, returns(200, Text), ({ id }) => ({ text: `Note ${id}` }))
const quick = get("/limited", {}, returns(200, Text), use(limited), () => ({ text: "Welcome." }))
const door = get("/door", {}, returns(200, Text), use(maintenance), () => {
  closed = true
  return { text: "Open. The next one finds it closed." }
})
const about = get("/about", {}, returns(200, Text), use(version, robots), () => ({ text: "Notes, since 2026." }))

// #region app
export const app = new App({ title: "Notes", version: "1.0.0" }, [timing, cors, read, quick, door, about])
// #endregion app
