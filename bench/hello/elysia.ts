// Elysia on Bun (https://elysiajs.com/quick-start).
import { Elysia, t } from "elysia"
import { greet } from "./greeting.ts"

const app = new Elysia()
  .get("/", () => greet(), { response: t.Object({ hello: t.String() }) })
  .listen({ port: 0, hostname: "127.0.0.1" })
console.log(`Listening on http://127.0.0.1:${app.server!.port}`)
