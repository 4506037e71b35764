import { App, docs, lifespan, router, site } from "maru"
import * as comments from "./comments/routes.ts"
import { database } from "./database.ts"
import * as posts from "./posts/routes.ts"
import * as sessions from "./sessions/routes.ts"
import * as users from "./users/routes.ts"

/** The community board: its API below /api, its docs, and its page. */
export const app = new App({ title: "Maru Board", version: "1.0.0", description: "A community board." }, [
  lifespan(database),
  docs(),
  router("/api", [
    router("/users", users),
    router("/session", sessions),
    router("/posts", posts),
    router("/posts/:postId/comments", comments),
  ]),
  site(new URL("../web/dist/", import.meta.url), { fallback: "index.html", immutable: /^\/assets\// }),
])
