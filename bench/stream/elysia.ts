// Elysia on Bun streams what a generator yields (https://elysiajs.com/essential/handler#server-sent-events-sse).
import { Elysia, sse, t } from "elysia"
import { newsOf, tick } from "./feed.ts"

const app = new Elysia()
  .get(
    "/news",
    async function* ({ query }) {
      for (let number = 1; number <= query.count; number++) {
        await tick()
        yield sse({ event: "news", id: number, data: newsOf(query.client, number) })
      }
    },
    { query: t.Object({ client: t.Integer({ minimum: 0 }), count: t.Integer({ minimum: 1 }) }) },
  )
  .listen({ port: 0, hostname: "127.0.0.1", idleTimeout: 255 })
console.log(`Listening on http://127.0.0.1:${app.server!.port}`)
