// An application with sessions in Redis, in a process of its own: counts what a browser asks for, and says where.
import { App, get, post, query, returns } from "../../src/index.ts"
import { Sessions, redisSessions } from "../../src/session.ts"
import { serve } from "../../src/server.ts"
import { z } from "zod"

const [, , url, prefix] = process.argv as unknown as [string, string, string, string]
const { session } = new Sessions<{ count: number }>({ store: redisSessions(url, { prefix }) })

const app = new App({ title: "Counter", version: "1" }, [
  post("/", { session }, returns(200, z.int()), async ({ session }) => {
    const count = ((await session.get("count")) ?? 0) + 1
    session.set("count", count)
    return count
  }),
  post("/login", { session, user: query(z.string()) }, returns(204), ({ session, user }) => session.login(user)),
  post("/logout-everywhere", { session }, returns(204), async ({ session }) => {
    await session.endOthers()
    session.destroy()
  }),
  get("/me", { session }, returns(200, z.string()), async ({ session }) => (await session.user()) ?? "nobody"),
])

const server = await serve(app, { port: 0, handleSignals: true })
console.log(server.url)
