// Hono with its helper for events (https://hono.dev/docs/helpers/streaming#streamsse).
import { zValidator } from "@hono/zod-validator"
import { Hono } from "hono"
import { streamSSE } from "hono/streaming"
import { z } from "zod"
import { newsOf, tick } from "./feed.ts"

const Asked = z.object({ client: z.coerce.number().int().min(0), count: z.coerce.number().int().min(1) })

export const app: Hono = new Hono()
app.get("/news", zValidator("query", Asked), (c) => {
  const { client, count } = c.req.valid("query")
  return streamSSE(c, async (stream) => {
    for (let number = 1; number <= count && !stream.aborted; number++) {
      await tick()
      await stream.writeSSE({ event: "news", id: String(number), data: JSON.stringify(newsOf(client, number)) })
    }
  })
})
