// Maru, on Bun and on Node alike.
import { App, get, query, router, serverEvent, sse } from "maru"
import { serve } from "maru/server"
import { z } from "zod"
import { newsOf, tick } from "./feed.ts"

const News = z.object({ client: z.int(), number: z.int(), text: z.string() })
const Asked = z.object({ client: z.int().min(0), count: z.int().min(1) })

const news = get("/news", { asked: query(Asked) }, sse(News), async function* ({ asked }) {
  for (let number = 1; number <= asked.count; number++) {
    await tick()
    yield serverEvent(newsOf(asked.client, number), { event: "news", id: String(number) })
  }
})

const app = new App({ title: "News", version: "1.0.0" }, [router("/", { news })])
const server = await serve(app, { port: 0 })
console.log(`Listening on ${server.url}`)
