import { App, Forbidden, dependency, docs, get, header, lifespan, mount, raises, returns, router, site } from "maru"
import { z } from "zod"
import { legacy } from "./legacy.ts"
import * as reviews from "./reviews/routes.ts"
import * as songs from "./songs/routes.ts"

// #region staff
const staff = dependency({ key: header("x-key", z.string().optional()) }, ({ key }) => {
  if (key !== "k-1") throw new Forbidden("Only staff may see this.")
  return "Mina"
})

const stats = get("/stats", {}, returns(200, z.object({ songs: z.int() })), () => ({ songs: 1 }))
const me = get("/me", { staff }, returns(200, z.object({ name: z.string() })), ({ staff }) => ({ name: staff }))
// #endregion staff

// #region lifespan
const clock = { startedAt: 0 }

const clockLife = lifespan(async function* () {
  clock.startedAt = Date.now()
  const timer = setInterval(() => {}, 60_000)
  yield
  clearInterval(timer)
})
// #endregion lifespan

// #region app
export const app = new App(
  {
    title: "Songs",
    version: "1.0.0",
    description: "A shelf of songs.",
    tags: [{ name: "songs", description: "What can be heard" }],
    bodyLimit: 64 * 1024,
  },
  [
    docs(),
    clockLife,
    router("/api", [
      router("/songs", songs),
      router("/songs/:songId/reviews", reviews),
      router("/admin", { stats, me }, { providers: { staff }, raises: [raises(403, Forbidden)] }),
    ]),
    mount("/legacy", legacy),
    site(new URL("./web/", import.meta.url), { fallback: "index.html" }),
  ],
)
// #endregion app
