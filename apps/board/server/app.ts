import { App, docs, lifespan, requestLog, router, site } from "maru"
import { rateLimit, requestId, securityHeaders } from "maru/middleware"
import * as avatars from "./avatars/routes.ts"
import * as comments from "./comments/routes.ts"
import { database } from "./database.ts"
import * as forms from "./forms/routes.ts"
import { log } from "./log.ts"
import * as notice from "./notice/routes.ts"
import * as posts from "./posts/routes.ts"
import * as sessions from "./sessions/routes.ts"
import { settings } from "./settings.ts"
import * as users from "./users/routes.ts"

/** What the page may load and do: its own files and nothing from elsewhere. The pages of the docs have their own. */
const pagePolicy = {
  "default-src": "'self'",
  "object-src": "'none'",
  "base-uri": "'none'",
  "form-action": "'self'",
}

const limit = rateLimit({ limit: settings.RATE_LIMIT, per: "1m", name: "api" })

const about = { title: "Maru Board", version: "1.0.0", description: "A community board.", report: log.report }

/** The community board: its API below /api, its docs, its page, and forms for browsers without scripts. */
export const app = new App(about, [
  lifespan(database),
  ...requestLog(log),
  requestId(),
  securityHeaders({ policy: pagePolicy }),
  docs(),
  router(
    "/api",
    [
      router("/users", users),
      router("/users", avatars, { name: "avatars" }),
      router("/session", sessions),
      router("/notice", notice),
      router("/posts", posts),
      router("/posts/:postId/comments", comments),
    ],
    { middleware: [limit] },
  ),
  router("/forms", forms, { middleware: [limit] }),
  site(new URL("../web/dist/", import.meta.url), { fallback: "index.html", immutable: /^\/assets\// }),
])
